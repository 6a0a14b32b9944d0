// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Text.Wanted;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.ConfigFiles;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.lint.ConfigLint;
import dev.podpass.admin.node.EntryFault;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.node.ProviderTokens;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Judges a configuration as kubelet would, before anything is written. */
record ConfigValidation(InstallRequest request, NodeLayout layout, NodeAccess node) {
  /**
   * Requires that the kubelet that runs accepts {@code tokenAttributes}. Where that is not certain,
   * it is left to kubelet.
   */
  static void requireTokens(NodeInspection inspection) {
    Optional<ProviderTokens> refused = inspection.tokens().filter(it -> !it.accepted());
    if (refused.isPresent()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet would not start with tokenAttributes, so nothing is changed: "
              + refused.get().reason(),
          refused.get().todo());
    }
  }

  /**
   * Requires that kubelet starts with what is to be written, together with the other files of a
   * directory, and tries podpass before other entries for the same images.
   *
   * @param former file that podpass's entries leave
   */
  void require(Wanted wanted, String former) {
    ConfigLint lint = new ConfigLint(request.checks());
    lint.add(layout.config(), wanted.text());
    if (layout.directory().isPresent()) {
      Path directory = node.files().resolve(layout.directory().get());
      if (ConfigFiles.hasAny(directory)) {
        ConfigFiles.read(
            directory,
            (name, content) -> {
              String other = layout.directory().get() + "/" + fileName(name);
              if (!other.equals(layout.config()) && !other.equals(former)) {
                lint.add(name, content);
                if (other.compareTo(layout.config()) < 0) {
                  requireOrder(wanted, fileName(name), content);
                }
              }
            });
      }
    }
    lint.requireAccepted(layout.directory().orElse(layout.config()));
    requirePulls(wanted);
  }

  private void requirePulls(Wanted wanted) {
    EntryPrograms programs =
        new EntryPrograms(request.checks(), node.files(), Optional.of(layout.binDir()));
    programs.of(ConfigFile.read(wanted.text()).entries()).stream()
        .filter(entry -> wanted.names().contains(entry.label()))
        .flatMap(entry -> EntryFault.of(entry, programs).stream())
        .findFirst()
        .ifPresent(e -> {
          throw new CredentialException(
              Kind.CONFIGURATION,
              e.text() + "; nothing was changed",
              e.hint().orElse("correct the option"));
        });
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Kubelet tries the entries of files in the order of their names. */
  private void requireOrder(Wanted wanted, String other, String content) {
    boolean first = request.placement() instanceof Placement.First;
    List<String> earlier = first ? List.of(other) : wanted.document().sharing(content);
    if (!earlier.isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          first
              ? other
                  + " is read before podpass's file, so podpass's entries would not be first;"
                  + " nothing was changed"
              : "%s in %s serves the same images, and kubelet would try it first; nothing was changed"
                  .formatted(earlier.getFirst(), other),
          first
              ? "rename " + other
              : "choose --first, so that kubelet tries podpass first, or take that entry out");
    }
  }
}
