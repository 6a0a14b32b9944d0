// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds AKS's own entry with identity bindings beside an entry of podpass for the same images, in
 * the files of one configuration. AKS's has them while {@code serviceAccountImagePullProfile} is
 * on.
 */
public final class BuiltInBindings {
  private static final String SNI = "--acr-identity-binding-sni";

  private final List<ReplacedPlugin> plugins;
  private final List<FileEntry> podpass = new ArrayList<>();
  private final List<Stock> stock = new ArrayList<>();

  private record Stock(FileEntry entry, Map<String, String> options) {}

  public BuiltInBindings(Stream<ReplacedPlugin> plugins) {
    this.plugins = plugins.toList();
  }

  /** One finding for each two entries, at the line of the later one. */
  public List<Finding> add(List<FileEntry> entries) {
    List<Finding> findings = new ArrayList<>();
    for (FileEntry entry : entries) {
      Optional<Stock> bound = bound(entry);
      Stream<Optional<String>> messages = Stream.empty();
      if (bound.isPresent()) {
        stock.add(bound.get());
        messages = podpass.stream().map(other -> between(other, bound.get()));
      } else if (entry.isPodpass()) {
        podpass.add(entry);
        messages = stock.stream().map(other -> between(entry, other));
      }
      messages
          .flatMap(Optional::stream)
          .forEach(message -> findings.add(Finding.warning(entry.line(), message)));
    }
    return findings;
  }

  private Optional<Stock> bound(FileEntry entry) {
    return plugins.stream()
        .filter(_ -> entry.program().owner() != Owner.PODPASS)
        .map(plugin -> new Stock(entry, options(plugin, entry)))
        .filter(its -> its.options().containsKey(SNI))
        .findFirst();
  }

  private static Map<String, String> options(ReplacedPlugin plugin, FileEntry entry) {
    try {
      return ReplacedArguments.takenOver(plugin, entry.arguments());
    } catch (CredentialException _) {
      return Map.of(); // A merge reports it.
    }
  }

  private static Optional<String> between(FileEntry podpass, Stock stock) {
    return SameImages.shared(podpass.images(), stock.entry().images()).isEmpty()
        ? Optional.empty()
        : Optional.of(message(podpass, stock));
  }

  private static String message(FileEntry podpass, Stock stock) {
    String other = stock.entry().label();
    String replace = "podpass config merge --replace=" + other;
    if (podpass.option(SNI).isEmpty()) {
      List<String> args = new ArrayList<>();
      stock.options().forEach((name, value) -> args.add(name + "=" + value));
      return "AKS's serviceAccountImagePullProfile is on: %s pulls with identity bindings, as the client of the same annotation; use one of the two for these images: %s, with %s, or %s alone"
          .formatted(other, replace, String.join(" ", args), other);
    }
    return different(podpass, stock)
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

  private static Optional<Map.Entry<String, String>> different(FileEntry podpass, Stock stock) {
    return stock.options().entrySet().stream()
        .filter(option -> option.getKey().startsWith("--acr-identity-binding-"))
        .filter(option -> !podpass.option(option.getKey()).equals(Optional.of(option.getValue())))
        .findFirst();
  }
}
