// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.text.Documents;
import dev.podpass.spi.Sourced;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document for a platform that configures its nodes itself: it does what podpass may not. */
public final class PlatformDocument {
  private static final String DIRECTORY = "/etc/kubernetes/credential-providers/";
  private static final String PROGRAMS = "/usr/libexec/kubelet-image-credential-provider-plugins";
  private static final String UNIT = "/etc/systemd/system/kubelet.service";
  private static final Pattern START = Pattern.compile("(?m)^ExecStart=(?:.*\\\\\n)*.*$");

  private PlatformDocument() {}

  /**
   * The document in YAML, if the platform takes one.
   *
   * @param files of the node, whose other entries stay
   * @throws dev.podpass.spi.failure.CredentialException if the entries cannot go among those
   */
  public static Optional<String> of(
      Platform platform, NodeFiles files, ConfigDocument config, Placement placement) {
    return switch (platform) {
      case EKS_AUTO_MODE, BOTTLEROCKET -> Optional.empty();
      case TALOS -> Optional.of(talos(config));
      case OPENSHIFT -> Optional.of(openshift(files, config, placement));
    };
  }

  private static String talos(ConfigDocument config) {
    return "# talosctl patch machineconfig --patch @FILE (Talos up to 1.13; 1.14 has the same"
        + " providers in a KubeCredentialProviderConfig document)\n"
        + Documents.yaml(
            Map.of(
                "machine", Map.of("kubelet", Map.of("credentialProviderConfig", config.tree()))));
  }

  /**
   * The file that kubelet's flag names, whole, for a MachineConfig replaces files. Without a flag,
   * as on platforms without a cloud, the flags come in a drop-in.
   */
  private static String openshift(NodeFiles files, ConfigDocument config, Placement placement) {
    KubeletFlags flags = new NodeInspection(files).flags();
    Optional<String> named = flags.config().map(Sourced::value);
    String path = named.orElse(DIRECTORY + "podpass.yaml");
    String text =
        files
            .read(path)
            .filter(there -> !there.isBlank())
            .map(there -> ConfigMerge.of(there, config, placement).text())
            .orElseGet(config::yaml);
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("path", path);
    file.put("mode", 0644);
    file.put("overwrite", true);
    file.put(
        "contents",
        Map.of(
            "source",
            "data:text/plain;charset=utf-8;base64,"
                + Base64.getEncoder().encodeToString(text.getBytes(UTF_8))));
    Map<String, Object> ignition = new LinkedHashMap<>();
    ignition.put("ignition", Map.of("version", "3.4.0"));
    ignition.put("storage", Map.of("files", List.of(file)));
    Optional<String> dropIn = named.isPresent() ? Optional.empty() : dropIn(files, path);
    dropIn.ifPresent(unit ->
        ignition.put(
            "systemd",
            Map.of(
                "units",
                List.of(
                    Map.of(
                        "name",
                        "kubelet.service",
                        "dropins",
                        List.of(Map.of("name", "90-podpass.conf", "contents", unit)))))));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", "99-worker-podpass");
    metadata.put("labels", Map.of("machineconfiguration.openshift.io/role", "worker"));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("apiVersion", "machineconfiguration.openshift.io/v1");
    document.put("kind", "MachineConfig");
    document.put("metadata", metadata);
    document.put("spec", Map.of("config", ignition));
    return """
    # For the pool worker; each pool takes one of its own, by name and role. The plugin directory is part of the operating
    # system: add podpass and its links to %s with a layered image, first. Of two
    # MachineConfigs with the same file the later name wins: 97-worker-generated-credentialproviderconfig, which a
    # CRIOCredentialProviderConfig makes, loses its entry to this one.
    %s\
    """
            .formatted(
                flags.binDir().map(Sourced::value).orElse(PROGRAMS),
                named.isPresent() || dropIn.isPresent()
                    ? ""
                    : "# Kubelet's unit was not found: give kubelet both --image-credential-provider flags yourself.\n")
        + Documents.yaml(document);
  }

  /** Kubelet's command with both flags; a drop-in can only replace it whole. */
  private static Optional<String> dropIn(NodeFiles files, String config) {
    return files
        .read(UNIT)
        .map(START::matcher)
        .filter(Matcher::find)
        .map(command ->
            """
            [Service]
            ExecStart=
            %s \\
                  --image-credential-provider-config=%s \\
                  --image-credential-provider-bin-dir=%s
            """
                .formatted(command.group(), config, PROGRAMS));
  }
}
