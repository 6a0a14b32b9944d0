// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kubelet's configuration: with podpass's entries, and without them.
 *
 * @param now the text that is there; empty if there is no file
 * @param ours the entries in it that are podpass's
 * @param original the file as it was before podpass changed it, if that is remembered
 * @param written whether the original is this text without podpass's entries
 */
record Text(
    String config,
    Optional<String> now,
    List<String> ours,
    Optional<Original> original,
    boolean written) {
  private static final String ABSENT = "absent";

  /**
   * The file with podpass's entries.
   *
   * @param document podpass's entries, with the options that they take over
   * @param base the file without them; empty if nothing is in it
   */
  record Wanted(ConfigDocument document, String text, Optional<String> base) {
    List<String> names() {
      return Text.names(document);
    }

    String values() {
      return Text.values(Optional.of(text), names());
    }
  }

  static Text of(Node node, Memory memory) throws IOException {
    Optional<String> now = node.text();
    String digest = digest(now);
    boolean written = memory.original().filter(it -> it.of().contains(digest)).isPresent();
    return new Text(node.layout().config(), now, node.ours(now), memory.original(), written);
  }

  static String digest(Optional<String> text) {
    return text.map(Sha256::of).orElse(ABSENT);
  }

  /** Digest of these entries of a text; empty if it has none of them. */
  static String values(Optional<String> text, List<String> names) {
    return text.filter(it -> !it.isBlank())
        .flatMap(it -> ConfigRemoval.only(it, names))
        .map(Sha256::of)
        .orElse("");
  }

  private static List<String> names(ConfigDocument document) {
    return document.entries().stream().map(ProviderEntry::name).toList();
  }

  String values() {
    return values(now, ours);
  }

  /**
   * The file with podpass's entries. They are added to the file as it is without them, so that an
   * entry that is no longer wanted disappears.
   */
  Wanted with(InstallRequest request) {
    List<String> names = names(request.document());
    Optional<String> base = base(names, request.placement());
    ConfigDocument document = base.map(request.completed()).orElse(request.document());
    if (now.filter(it -> !it.isBlank()).isPresent()
        && names.containsAll(ours)
        && ConfigMerge.of(now.get(), document, request.placement()).changes().isEmpty()) {
      return new Wanted(document, now.get(), base);
    }
    Optional<String> usable = base.filter(text -> !text.isBlank());
    if (usable.isEmpty() && request.placement() instanceof Placement.Replacing(String replaced)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet's configuration has no entry " + replaced + " to replace; nothing was changed",
          "name the file that has it with --config-file, or leave out --replace");
    }
    return new Wanted(
        document,
        usable
            .map(it -> ConfigMerge.of(it, document, request.placement()).text())
            .orElseGet(document::yaml),
        base);
  }

  /** Where the entry that is replaced is not remembered, podpass's own has what it took over. */
  private Optional<String> base(List<String> wanted, Placement placement) {
    boolean lost =
        placement instanceof Placement.Replacing
            && isLost()
            && ours.stream().anyMatch(wanted::contains);
    return lost
        ? ConfigRemoval.of(
            now.orElseThrow(), ours.stream().filter(it -> !wanted.contains(it)).toList())
        : stripped();
  }

  /** The text without podpass's entries; empty if no other entry is in it. */
  private Optional<String> stripped() {
    if (ours.isEmpty()) {
      return now;
    }
    Optional<Original> known = original.filter(Original::known);
    if (written && known.isPresent()) {
      return known.get().text();
    }
    Optional<String> before = original.flatMap(Original::text);
    Optional<String> replaced = original.flatMap(Original::replaced);
    String text = now.orElseThrow();
    if (before.isEmpty() || replaced.isEmpty()) {
      return ConfigRemoval.of(text, ours);
    }
    // The entry that has the place comes first; the others go.
    return ConfigRemoval.restoring(text, ours.getFirst(), replaced.get(), before.get())
        .flatMap(it -> ConfigRemoval.of(it, ours));
  }

  /**
   * The file without podpass's entries: as it was if podpass wrote what is there, otherwise what is
   * there without them; empty for no file.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if no entry would be left, although
   *     podpass did not make the file: kubelet takes none without entries
   */
  Optional<String> without() {
    if (ours.isEmpty()) {
      return now;
    }
    Optional<String> rest = stripped();
    Optional<Original> known = original.filter(Original::known);
    if (rest.isEmpty() && known.isPresent()) {
      return known.get().text();
    }
    if (rest.isEmpty() && !NodeLayout.isOwn(config)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          config + " has podpass's entries alone, and it is not known what it was before",
          "take both --image-credential-provider flags from kubelet, or put other entries into"
              + " that file; then run this again");
    }
    return rest;
  }

  /** Whether another text differs from this one in podpass's entries alone. */
  boolean hasBaseOf(Optional<String> other, List<String> theirs) {
    return new Text(config, other, theirs, original, false).without().equals(without());
  }

  /**
   * The file without podpass's entries as it is to be remembered: what others have changed in it
   * meanwhile belongs to it.
   *
   * @param next what is about to be written in its place
   */
  Original toKeep(
      NodeLayout layout,
      String name,
      Optional<String> replaced,
      boolean trusted,
      Optional<String> next) {
    boolean remembered = written || (replaced.isPresent() && isLost());
    Optional<String> rest = ours.isEmpty() || !remembered ? stripped() : Optional.empty();
    boolean anew = ours.isEmpty() || rest.isPresent();
    return new Original(
        config,
        layout.binDir(),
        joined(original.map(Original::names), List.of(name)),
        joined(original.map(Original::made), layout.missing()),
        replaced.or(() -> original.flatMap(Original::replaced)),
        anew || original.map(Original::known).orElseGet(() -> NodeLayout.isOwn(config)),
        anew ? rest : original.flatMap(Original::text),
        anew ? trusted : original.map(Original::trusted).orElse(true),
        of(anew, rest, next));
  }

  /** A text that another program puts back is of the base that it had, and not of a later one. */
  private Set<String> of(boolean anew, Optional<String> rest, Optional<String> next) {
    boolean same = !anew || original.filter(it -> it.known() && it.text().equals(rest)).isPresent();
    return Stream.of(
            original.filter(_ -> same).map(Original::of).orElse(Set.of()).stream(),
            Stream.of(digest(now)).filter(_ -> anew || written),
            next.map(Sha256::of).stream())
        .flatMap(it -> it)
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isLost() {
    return original.flatMap(Original::text).isEmpty();
  }

  private static List<String> joined(Optional<List<String>> before, List<String> more) {
    return Stream.concat(before.orElse(List.of()).stream(), more.stream()).distinct().toList();
  }
}
