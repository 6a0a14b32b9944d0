// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.admin.text.Facts;
import java.util.ArrayList;
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
    return Facts.of(
        "apiVersion",
        "v1",
        "kind",
        "ConfigMap",
        "metadata",
        Facts.of("name", CONFIG),
        "data",
        Facts.of("config.json", config.replaceAll("\n *", "")));
  }

  /** The part of the specification; the name of its container is the user's to choose. */
  Map<String, Object> podSpec() {
    return Facts.of(
        "initContainers", List.of(copying()),
        "containers", List.of(client()),
        "volumes",
            List.of(
                Facts.of("name", PROGRAM, "emptyDir", Facts.of()),
                Facts.of("name", CONFIG, "configMap", Facts.of("name", CONFIG)),
                Facts.of("name", TOKEN, "projected", Facts.of("sources", tokens()))));
  }

  private Map<String, Object> copying() {
    return Facts.of(
        "name", PROGRAM,
        "image", image,
        "command", List.of("busybox", "cp", "/usr/bin/podpass", "/to/" + DockerHelper.FILE_NAME),
        "securityContext",
            Facts.of(
                "runAsUser",
                65532,
                "runAsNonRoot",
                true,
                "allowPrivilegeEscalation",
                false,
                "readOnlyRootFilesystem",
                true,
                "capabilities",
                Facts.of("drop", List.of("ALL")),
                "seccompProfile",
                Facts.of("type", "RuntimeDefault")),
        "volumeMounts", List.of(Facts.of("name", PROGRAM, "mountPath", "/to")));
  }

  private Map<String, Object> client() {
    List<Object> env = new ArrayList<>();
    env.add(Facts.of("name", "DOCKER_CONFIG", "value", CONFIG_PATH));
    // Of skopeo, podman and buildah.
    env.add(Facts.of("name", "REGISTRY_AUTH_FILE", "value", CONFIG_PATH + "/config.json"));
    variables.forEach((name, value) -> env.add(Facts.of("name", name, "value", value)));
    return Facts.of(
        "name",
        "client",
        "env",
        env,
        "volumeMounts",
        List.of(
            Facts.of(
                "name",
                PROGRAM,
                "mountPath",
                ON_PATH,
                "subPath",
                DockerHelper.FILE_NAME,
                "readOnly",
                true),
            Facts.of("name", CONFIG, "mountPath", CONFIG_PATH, "readOnly", true),
            Facts.of("name", TOKEN, "mountPath", "/var/run/secrets/podpass", "readOnly", true)));
  }

  private List<Object> tokens() {
    List<Object> sources = new ArrayList<>();
    for (String audience : audiences) {
      sources.add(
          Facts.of(
              "serviceAccountToken",
              Facts.of(
                  "path",
                  "token-" + (sources.size() + 1),
                  "audience",
                  audience,
                  "expirationSeconds",
                  3600)));
    }
    return sources;
  }
}
