// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An entry, with the options of podpass for its identity bindings if it is AKS's own and has them:
 * while {@code serviceAccountImagePullProfile} is on.
 */
record BuiltInBindings(FileEntry entry, Optional<Map<String, String>> options) {
  private static final String OPTIONS = "--acr-identity-binding-";
  private static final String SNI = OPTIONS + "sni";

  static BuiltInBindings of(FileEntry entry, List<ReplacedPlugin> plugins) {
    return new BuiltInBindings(
        entry,
        plugins.stream()
            .filter(_ -> entry.program().owner() != Owner.PODPASS)
            .map(plugin -> options(plugin, entry))
            .filter(options -> options.containsKey(SNI))
            .findFirst());
  }

  /** AKS's entry beside one of podpass for the same images, at the line of the later one. */
  Optional<Finding> before(BuiltInBindings later) {
    return beside(later)
        .or(() -> later.beside(this))
        .map(message -> Finding.warning(later.entry.line(), message));
  }

  private Optional<String> beside(BuiltInBindings podpass) {
    return options
        .filter(_ -> podpass.entry.isPodpass() && podpass.options.isEmpty())
        .filter(_ -> !SameImages.shared(podpass.entry.images(), entry.images()).isEmpty())
        .map(given -> message(podpass.entry, entry.label(), given));
  }

  private static Map<String, String> options(ReplacedPlugin plugin, FileEntry entry) {
    try {
      return ReplacedArguments.takenOver(plugin, entry.arguments());
    } catch (CredentialException _) {
      return Map.of(); // A merge reports it.
    }
  }

  private static String message(FileEntry podpass, String other, Map<String, String> options) {
    String replace = "podpass config merge --replace=" + other;
    if (podpass.option(SNI).isEmpty()) {
      String args =
          options.entrySet().stream()
              .map(option -> option.getKey() + "=" + option.getValue())
              .collect(Collectors.joining(" "));
      return "AKS's serviceAccountImagePullProfile is on: %s pulls with identity bindings, as the client of the same annotation; use one of the two for these images: %s, with %s, or %s alone"
          .formatted(other, replace, args, other);
    }
    return options.entrySet().stream()
        .filter(option -> option.getKey().startsWith(OPTIONS))
        .filter(option -> !podpass.option(option.getKey()).equals(Optional.of(option.getValue())))
        .findFirst()
        .map(option ->
            "%s is %s in %s, but AKS's own entry %s has %s"
                .formatted(
                    option.getKey(),
                    podpass.option(option.getKey()).orElse("not set"),
                    podpass.label(),
                    other,
                    option.getValue()))
        .orElseGet(() ->
            "%s and %s both pull with identity bindings of AKS; let one take the other's place: %s"
                .formatted(podpass.label(), other, replace));
  }
}
