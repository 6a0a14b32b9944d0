// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.EntryProgram.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds AKS's own entry with identity bindings beside an entry of podpass for the same images, in
 * the files of one configuration.
 */
public final class BuiltInBindings {
  private final List<FileEntry> podpass = new ArrayList<>();
  private final List<FileEntry> stock = new ArrayList<>();

  /** One finding for each two entries, at the line of the later one. */
  public List<Finding> add(List<FileEntry> entries) {
    List<Finding> findings = new ArrayList<>();
    for (FileEntry entry : entries) {
      Stream<Optional<String>> messages;
      if (entry.program().owner() != Owner.PODPASS && AksBindings.of(entry).isPresent()) {
        stock.add(entry);
        messages = podpass.stream().map(other -> between(other, entry));
      } else if (entry.isPodpass()) {
        podpass.add(entry);
        messages = stock.stream().map(other -> between(entry, other));
      } else {
        continue;
      }
      messages
          .flatMap(Optional::stream)
          .forEach(message -> findings.add(Finding.warning(entry.line(), message)));
    }
    return findings;
  }

  private static Optional<String> between(FileEntry podpass, FileEntry stock) {
    return SameImages.shared(podpass.images(), stock.images()).isEmpty()
        ? Optional.empty()
        : AksBindings.of(stock).map(bindings -> message(podpass, stock, bindings));
  }

  private static String message(FileEntry podpass, FileEntry stock, AksBindings bindings) {
    String replace = "podpass config merge --replace=" + stock.label();
    if (podpass.option(AksBindings.SNI).isEmpty()) {
      return "AKS's serviceAccountImagePullProfile is on: %s pulls with identity bindings, as the client of the same annotation; use one of the two for these images: %s, with %s, or %s alone"
          .formatted(stock.label(), replace, String.join(" ", bindings.args()), stock.label());
    }
    return different(podpass, bindings)
        .map(option ->
            "%s is %s in %s, but AKS's own entry %s has %s"
                .formatted(
                    option.getKey(),
                    podpass.option(option.getKey()).orElse("not set"),
                    podpass.label(),
                    stock.label(),
                    option.getValue()))
        .orElseGet(() ->
            "%s and %s both pull with identity bindings of AKS; let one take the other's place: %s"
                .formatted(podpass.label(), stock.label(), replace));
  }

  private static Optional<Map.Entry<String, String>> different(
      FileEntry podpass, AksBindings bindings) {
    return bindings.options().entrySet().stream()
        .filter(option -> option.getKey().startsWith("--acr-identity-binding-"))
        .filter(option -> !podpass.option(option.getKey()).equals(Optional.of(option.getValue())))
        .findFirst();
  }
}
