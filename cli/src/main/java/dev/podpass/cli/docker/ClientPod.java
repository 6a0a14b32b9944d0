// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pod needs for a client with the helper: a ConfigMap, and a part of the pod's
 * specification.
 *
 * @param config the content of {@code config.json}
 * @param audiences the audiences of the tokens
 * @param image podpass's image
 * @param variables the helper's options
 */
record ClientPod(
    String config, List<String> audiences, String image, Map<String, String> variables) {
  private static final String PROGRAM = "podpass-program";
  private static final String CONFIG = "podpass-docker-config";
  private static final String TOKEN = "podpass-token";

  /** On the PATH of nearly every image. */
  private static final String ON_PATH = "/usr/local/bin/" + DockerHelper.FILE_NAME;

  private static final String CONFIG_PATH = "/etc/podpass/docker";

  ClientPod {
    audiences = List.copyOf(audiences);
  }

  /** The ConfigMap, which is the pod's namespace's. */
  Map<String, Object> configMap() {
    return map(
        "apiVersion",
        "v1",
        "kind",
        "ConfigMap",
        "metadata",
        map("name", CONFIG),
        "data",
        map("config.json", config.replaceAll("\n *", "")));
  }

  /** The part of the specification; the name of its container is the user's to choose. */
  Map<String, Object> podSpec() {
    return map(
        "initContainers", List.of(copying()),
        "containers", List.of(client()),
        "volumes",
            List.of(
                map("name", PROGRAM, "emptyDir", map()),
                map("name", CONFIG, "configMap", map("name", CONFIG)),
                map("name", TOKEN, "projected", map("sources", tokens()))));
  }

  private Map<String, Object> copying() {
    return map(
        "name", PROGRAM,
        "image", image,
        "command", List.of("busybox", "cp", "/usr/bin/podpass", "/to/" + DockerHelper.FILE_NAME),
        "securityContext",
            map(
                "runAsUser",
                65532,
                "runAsNonRoot",
                true,
                "allowPrivilegeEscalation",
                false,
                "readOnlyRootFilesystem",
                true,
                "capabilities",
                map("drop", List.of("ALL")),
                "seccompProfile",
                map("type", "RuntimeDefault")),
        "volumeMounts", List.of(map("name", PROGRAM, "mountPath", "/to")));
  }

  private Map<String, Object> client() {
    List<Object> env = new ArrayList<>();
    env.add(map("name", "DOCKER_CONFIG", "value", CONFIG_PATH));
    // Of skopeo, podman and buildah.
    env.add(map("name", "REGISTRY_AUTH_FILE", "value", CONFIG_PATH + "/config.json"));
    variables.forEach((name, value) -> env.add(map("name", name, "value", value)));
    return map(
        "name",
        "client",
        "env",
        env,
        "volumeMounts",
        List.of(
            map(
                "name",
                PROGRAM,
                "mountPath",
                ON_PATH,
                "subPath",
                DockerHelper.FILE_NAME,
                "readOnly",
                true),
            map("name", CONFIG, "mountPath", CONFIG_PATH, "readOnly", true),
            map("name", TOKEN, "mountPath", "/var/run/secrets/podpass", "readOnly", true)));
  }

  private List<Object> tokens() {
    List<Object> sources = new ArrayList<>();
    for (String audience : audiences) {
      sources.add(
          map(
              "serviceAccountToken",
              map(
                  "path",
                  "token-" + (sources.size() + 1),
                  "audience",
                  audience,
                  "expirationSeconds",
                  3600)));
    }
    return sources;
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return map;
  }
}
