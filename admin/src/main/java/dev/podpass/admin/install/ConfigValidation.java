// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.install.ConfigSnapshot.Target;
import dev.podpass.admin.kubeletconfig.ConfigFiles;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.lint.ConfigLint;
import dev.podpass.admin.node.EntryFault;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.node.ProviderTokens;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Judges a configuration as kubelet would, before anything is written.
 *
 * @param request whose entries are judged, too, if any are added
 */
record ConfigValidation(
    CheckContext checks, Optional<InstallRequest> request, NodeLayout layout, NodeAccess node) {
  /**
   * Requires that the kubelet that runs accepts {@code tokenAttributes}. Where that is not certain,
   * it is left to kubelet.
   */
  static void requireTokens(NodeInspection inspection) {
    Optional<ProviderTokens> refused = inspection.tokens().filter(tokens -> !tokens.accepted());
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
   * directory and the programs that they name, and tries podpass before other entries for the same
   * images.
   */
  void require(Target target) {
    ConfigLint lint = new ConfigLint(checks);
    target.text().ifPresent(text -> lint.add(layout.config(), text));
    if (layout.directory().isPresent()) {
      Path directory = node.files().resolve(layout.directory().get());
      if (ConfigFiles.hasAny(directory)) {
        ConfigFiles.read(
            directory,
            (name, content) -> {
              String other = layout.directory().get() + "/" + fileName(name);
              if (!other.equals(layout.config())) {
                lint.add(name, content);
                if (other.compareTo(layout.config()) < 0) {
                  request.ifPresent(install -> requireOrder(install, fileName(name), content));
                }
              }
            });
      }
    }
    lint.requireAccepted(layout.directory().orElse(layout.config()));
    for (FileEntry entry : lint.entries()) {
      if (!target.names().contains(entry.label())) {
        requireProgram(entry.label());
      }
    }
    request.ifPresent(_ -> requirePulls(lint.entries(), target.names()));
  }

  /** Those of other programs: podpass's own are put there before. */
  private void requireProgram(String name) {
    Path program = node.files().resolve(layout.binDir() + "/" + name);
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet would not start: %s/%s, the program of an entry of %s, is not there, or not executable; nothing was changed"
              .formatted(layout.binDir(), name, layout.directory().orElse(layout.config())),
          "put that program there, or take its entry out");
    }
  }

  private void requirePulls(List<FileEntry> entries, List<String> names) {
    EntryPrograms programs = new EntryPrograms(checks, node.files(), Optional.of(layout.binDir()));
    programs.of(entries.stream().filter(entry -> names.contains(entry.label())).toList()).stream()
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
  private static void requireOrder(InstallRequest request, String other, String content) {
    boolean first = request.placement() instanceof Placement.First;
    List<String> earlier = first ? List.of(other) : request.document().sharing(content);
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
