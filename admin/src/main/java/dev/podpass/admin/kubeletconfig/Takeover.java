// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An entry that replaces another one, such as that of the cloud's own plugin, for the images that
 * its provider serves. The other entry stays for what the provider does not serve.
 */
public final class Takeover {
  /** Where there is no instance metadata, as on EKS Hybrid Nodes, AWS's plugin has these. */
  private static final Pattern NODE_CREDENTIALS =
      Pattern.compile("AWS_(ACCESS_KEY_ID|CONFIG_FILE|PROFILE|SHARED_CREDENTIALS_FILE)");

  private Takeover() {}

  /**
   * Replaces an entry; fails if the two serve different images, or podpass's cannot pull as the
   * node.
   */
  static ConfigText of(ConfigText file, FileEntry replaced, ProviderEntry addition) {
    String name = addition.name();
    List<String> taken = addition.matching(replaced.images());
    if (taken.isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "%s serves none of the images of %s; nothing was changed"
              .formatted(name, replaced.label()),
          "choose with --providers the provider that serves "
              + String.join(", ", replaced.images()));
    }
    requireNodeIdentity(replaced, addition);
    Map<String, Object> entry = addition.tree();
    entry.put("matchImages", taken);
    boolean sameName = name.equals(replaced.label());
    ConfigText alone = sameName ? file : file.entry(name).map(file::remove).orElse(file);
    FileEntry old = alone.entry(replaced.label()).orElseThrow();
    ConfigText replacing = alone.replace(old, entry);
    List<String> left = addition.leaving(replaced.images());
    if (left.isEmpty() || sameName) {
      return replacing;
    }
    Map<String, Object> rest = replaced.fields();
    rest.put("matchImages", left);
    return replacing.insert(old.index() + 1, rest);
  }

  private static void requireNodeIdentity(FileEntry replaced, ProviderEntry addition) {
    List<String> variables =
        replaced.env().keySet().stream()
            .filter(NODE_CREDENTIALS.asMatchPredicate())
            .sorted()
            .toList();
    if (!variables.isEmpty() && chooses(addition.args(), "node")) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "%s cannot pull as this node: %s has the node's credentials by %s, which podpass does not read; nothing was changed"
              .formatted(addition.name(), replaced.label(), String.join(", ", variables)),
          "give --first instead of --replace=" + replaced.label());
    }
  }

  /** Whether arguments say how pods without a token or an identity pull. */
  static boolean chooses(List<String> args, String choice) {
    return args.stream()
        .anyMatch(arg -> arg.matches("--(otherwise|without-token|without-identity)=" + choice));
  }

  /**
   * What became of the images of an entry that was replaced, one line for each kind; empty if the
   * text before has no such entry, or none of the others serves images of it.
   */
  public static List<String> effects(
      List<FileEntry> before, List<FileEntry> after, String replaced, List<String> names) {
    Optional<FileEntry> old = entry(before, replaced);
    return old.stream()
        .flatMap(entry -> SameImages.with(entry.images(), after))
        .filter(entry -> names.contains(entry.label()))
        .limit(1)
        .flatMap(own -> Split.of(old.orElseThrow(), own, entry(after, replaced)).lines())
        .toList();
  }

  private static Optional<FileEntry> entry(List<FileEntry> entries, String name) {
    return entries.stream().filter(entry -> entry.label().equals(name)).findFirst();
  }

  /**
   * The patterns of an entry that was replaced.
   *
   * @param left those that it still has
   * @param gone those whose images no entry serves
   * @param narrowed those of which the {@code parts} are served
   */
  private record Split(
      String replaced,
      String by,
      List<String> left,
      List<String> gone,
      List<String> narrowed,
      List<String> parts) {
    static Split of(FileEntry old, FileEntry own, Optional<FileEntry> rest) {
      List<String> left =
          rest.filter(entry -> !entry.label().equals(own.label()))
              .map(FileEntry::images)
              .orElse(List.of());
      List<String> now = Stream.concat(own.images().stream(), left.stream()).toList();
      List<String> served =
          old.images().stream()
              .filter(image -> !SameImages.shared(List.of(image), now).isEmpty())
              .toList();
      List<String> gone = ProviderEntry.without(old.images(), served);
      List<String> whole = SameImages.covered(served, now);
      List<String> narrowed = ProviderEntry.without(served, whole);
      return new Split(
          old.label(), own.label(), left, gone, narrowed, SameImages.covered(now, narrowed));
    }

    Stream<String> lines() {
      return Stream.of(
              Optional.of("%s replaces %s, with its matchImages".formatted(by, replaced)),
              quoted(left)
                  .map(images ->
                      "%s stays for %s, which %s does not serve".formatted(replaced, images, by)),
              quoted(gone)
                  .map(images ->
                      "removed %s, which %s does not serve: images there are pulled anonymously"
                          .formatted(images, by)),
              quoted(narrowed)
                  .map(images ->
                      "%s became %s: images of its other hosts are pulled anonymously"
                          .formatted(images, quoted(parts).orElse(""))))
          .flatMap(Optional::stream);
    }

    /** The patterns as they are named; empty if there are none. */
    private static Optional<String> quoted(List<String> patterns) {
      return Optional.of(
              patterns.stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")))
          .filter(all -> !all.isEmpty());
    }
  }

  static List<String> remarks(ProviderEntry entry) {
    return chooses(entry.args(), ".*")
        ? List.of()
        : List.of(
            "add-ons and static pods that pulled with the node's identity are now refused by "
                + entry.name()
                + "; to let pods that have no identity of their own pull as the node, merge again"
                + " with --otherwise=node");
  }
}
