// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.Facts;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlReader.YamlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a pod needs for a client with the helper: a ConfigMap, and a part of the pod's
 * specification.
 */
record ClientPod(
    String config, List<String> audiences, String image, Map<String, String> variables) {
  private static final String CONFIG_PATH = "/etc/podpass/docker";

  ClientPod {
    audiences = List.copyOf(audiences);
  }

  /** The ConfigMap, which is the pod's namespace's, as YAML. */
  String configMap() {
    return Documents.yaml(
        Facts.of(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            Facts.of("name", "podpass-docker-config"),
            "data",
            Facts.of("config.json", config.replaceAll("\n *", ""))));
  }

  /** The part of the specification as YAML; the name of its container is the user's to choose. */
  String specification() {
    List<Object> env = new ArrayList<>();
    env.add(Facts.of("name", "DOCKER_CONFIG", "value", CONFIG_PATH));
    // Of skopeo, podman and buildah.
    env.add(Facts.of("name", "REGISTRY_AUTH_FILE", "value", CONFIG_PATH + "/config.json"));
    variables.forEach((name, value) -> env.add(Facts.of("name", name, "value", value)));
    List<Object> sources = new ArrayList<>();
    for (String audience : audiences) {
      String path = "token-" + (sources.size() + 1);
      sources.add(
          Facts.of(
              "serviceAccountToken",
              Facts.of("path", path, "audience", audience, "expirationSeconds", 3600)));
    }
    String text = template(inLine(image), inLine(env), inLine(sources));
    try {
      return Documents.yaml(Objects.requireNonNull(YamlReader.read(text).getFirst().plain()));
    } catch (YamlSyntaxException e) {
      throw new IllegalStateException("JSON is YAML", e);
    }
  }

  /** With values as JSON, which YAML includes; /usr/local/bin is on the PATH of most images. */
  private static String template(String image, String env, String sources) {
    return """
    initContainers:
    - name: podpass-program
      image: %s
      command: [busybox, cp, /usr/bin/podpass, /to/docker-credential-podpass]
      securityContext:
        runAsUser: 65532
        runAsNonRoot: true
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
        seccompProfile: {type: RuntimeDefault}
      volumeMounts:
      - {name: podpass-program, mountPath: /to}
    containers:
    - name: client
      env: %s
      volumeMounts:
      - name: podpass-program
        mountPath: /usr/local/bin/docker-credential-podpass
        subPath: docker-credential-podpass
        readOnly: true
      - {name: podpass-docker-config, mountPath: /etc/podpass/docker, readOnly: true}
      - {name: podpass-token, mountPath: /var/run/secrets/podpass, readOnly: true}
    volumes:
    - {name: podpass-program, emptyDir: {}}
    - {name: podpass-docker-config, configMap: {name: podpass-docker-config}}
    - {name: podpass-token, projected: {sources: %s}}
    """
        .formatted(image, env, sources);
  }

  /** As JSON, in whose texts no line is broken. */
  private static String inLine(Object tree) {
    return Documents.json(tree).replaceAll("\n *", " ");
  }
}
