// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.text.Documents;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A document for a platform that configures its nodes itself: it does what podpass may not. */
public final class PlatformDocument {
  private static final String MACHINE_CONFIG_FILE =
      "/etc/kubernetes/credential-providers/podpass.yaml";

  private PlatformDocument() {}

  /** The document in YAML, if the platform takes one. */
  public static Optional<String> of(Platform platform, ConfigDocument config) {
    return switch (platform) {
      case EKS_AUTO_MODE, BOTTLEROCKET -> Optional.empty();
      case TALOS -> Optional.of(talos(config));
      case OPENSHIFT -> Optional.of(openshift(config));
    };
  }

  private static String talos(ConfigDocument config) {
    return "# talosctl patch machineconfig --patch @FILE (Talos up to 1.13; 1.14 has the same"
        + " providers in a KubeCredentialProviderConfig document)\n"
        + Documents.yaml(
            Map.of(
                "machine", Map.of("kubelet", Map.of("credentialProviderConfig", config.tree()))));
  }

  private static String openshift(ConfigDocument config) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("path", MACHINE_CONFIG_FILE);
    file.put("mode", 0644);
    file.put("overwrite", true);
    String content = Base64.getEncoder().encodeToString(config.yaml().getBytes(UTF_8));
    file.put("contents", Map.of("source", "data:text/plain;charset=utf-8;base64," + content));
    Map<String, Object> ignition = new LinkedHashMap<>();
    ignition.put("ignition", Map.of("version", "3.4.0"));
    ignition.put("storage", Map.of("files", List.of(file)));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", "99-worker-podpass");
    metadata.put("labels", Map.of("machineconfiguration.openshift.io/role", "worker"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("apiVersion", "machineconfiguration.openshift.io/v1");
    document.put("kind", "MachineConfig");
    document.put("metadata", metadata);
    document.put("spec", Map.of("config", ignition));
    return "# The plugin directory is part of the operating system: add podpass and its links with"
        + " a layered image.\n"
        + Documents.yaml(document);
  }
}
