// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Note.WrittenText;
import dev.podpass.admin.install.StateDirectory.Copy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.text.Documents;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Kubelet's configuration, and the same without podpass's entries: its base. That is computed from
 * the text that is there; only of a text that podpass wrote it is the copy that was kept.
 *
 * @param now the text that is there; empty if there is no file
 * @param ours the entries in it that are podpass's
 * @param values digest of those; empty without any
 * @param written whether podpass wrote it, and the copy is its base
 * @param original the copy, whatever text it belongs to; empty if it is damaged
 * @param rest the base; empty if that is no file, or would be one without entries
 * @param base digest of the base
 */
record ConfigSnapshot(
    Optional<String> now,
    List<String> ours,
    String values,
    boolean written,
    Optional<String> original,
    Optional<String> rest,
    String base) {
  private static final String NO_REGISTRY = "podpass.invalid";

  /**
   * A text to be written.
   *
   * @param text empty for no file
   * @param names podpass's entries in it
   * @param values digest of those; empty without any
   * @param effects on the images of an entry that is replaced
   */
  record Target(Optional<String> text, List<String> names, String values, List<String> effects) {
    private static Target of(String text, List<FileEntry> entries, List<String> names) {
      return new Target(Optional.of(text), names, ConfigSnapshot.values(entries, names), List.of());
    }
  }

  static ConfigSnapshot of(Node node) throws IOException {
    Optional<String> now = node.text();
    List<FileEntry> entries = now.map(ConfigSnapshot::entries).orElse(List.of());
    List<String> ours = node.ours(entries.stream().map(FileEntry::label).toList());
    Optional<WrittenText> last = node.note().written();
    Optional<String> original =
        last.filter(text -> !text.base().equals(Note.ABSENT)).isPresent()
            ? node.copy(Copy.ORIGINAL).filter(copy -> isWhole(copy, last.get()))
            : Optional.empty();
    boolean written =
        last.filter(text -> text.texts().contains(digest(now)))
            .filter(text -> text.base().equals(digest(original)))
            .isPresent();
    Optional<String> rest =
        ours.isEmpty()
            ? now
            : written
                ? original
                : stripped(now.orElseThrow(), ours, last.flatMap(WrittenText::replaced), original);
    boolean made =
        node.layout().own() || last.filter(text -> text.base().equals(Note.ABSENT)).isPresent();
    boolean known = ours.isEmpty() || written || made || rest.isPresent();
    return new ConfigSnapshot(
        now,
        ours,
        values(entries, ours),
        written,
        original,
        rest,
        known ? digest(rest) : Note.UNKNOWN);
  }

  static String digest(Optional<String> text) {
    return text.map(Sha256::of).orElse(Note.ABSENT);
  }

  String digest() {
    return digest(now);
  }

  static List<FileEntry> entries(String text) {
    return text.isBlank() ? List.of() : ConfigRemoval.entries(text);
  }

  /** Whether a copy is a text's base, or another configuration with the entry that was replaced. */
  private static boolean isWhole(String copy, WrittenText text) {
    if (text.base().equals(digest(Optional.of(copy)))) {
      return true;
    }
    try {
      List<String> names = entries(copy).stream().map(FileEntry::label).toList();
      return !names.isEmpty() && names.containsAll(text.replaced().stream().toList());
    } catch (CredentialException _) {
      return false;
    }
  }

  /** The entry that podpass replaced, if no copy has it any more. */
  Optional<String> lost(Note note) {
    return ours.isEmpty() || original.isPresent()
        ? Optional.empty()
        : note.written().flatMap(WrittenText::replaced);
  }

  /** Digest of these entries; empty without any. */
  private static String values(List<FileEntry> all, List<String> names) {
    List<?> fields =
        all.stream().filter(entry -> names.contains(entry.label())).map(FileEntry::fields).toList();
    return fields.isEmpty() ? "" : Sha256.of(Documents.json(fields));
  }

  /** The entry that has the place of another one comes first; the others go. */
  private static Optional<String> stripped(
      String text, List<String> ours, Optional<String> replaced, Optional<String> original) {
    return replaced.isEmpty() || original.isEmpty()
        ? ConfigRemoval.of(text, ours)
        : ConfigRemoval.restoring(text, ours.getFirst(), replaced.get(), original.get())
            .flatMap(restored -> ConfigRemoval.of(restored, ours));
  }

  /** The text that is there. */
  Target there() {
    return new Target(now, ours, values, List.of());
  }

  /**
   * The text with the entries of a request, and no others of podpass's. Where they are in it
   * already, it stays as others have laid it out.
   */
  Target with(InstallRequest request) {
    List<String> names = request.document().entries().stream().map(ProviderEntry::name).toList();
    Optional<String> from = base(names, request.placement()).filter(text -> !text.isBlank());
    ConfigDocument document = from.map(request.completed()).orElse(request.document());
    if (!ours.isEmpty()
        && names.containsAll(ours)
        && ConfigMerge.of(now.orElseThrow(), document, request.placement()).changes().isEmpty()) {
      return there();
    }
    if (from.isPresent()) {
      ConfigMerge.Result merged = ConfigMerge.of(from.get(), document, request.placement());
      return new Target(
          Optional.of(merged.text()), names, values(merged.entries(), names), merged.effects());
    }
    if (request.placement() instanceof Placement.Replacing(String replaced)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet's configuration has no entry " + replaced + " to replace; nothing was changed",
          "name the file that has it with --config-file, or leave out --replace");
    }
    return Target.of(document.yaml(), entries(document.yaml()), names);
  }

  /** If {@code original} is lost, only podpass's entry still has the replaced entry's settings. */
  private Optional<String> base(List<String> wanted, Placement placement) {
    boolean lost =
        placement instanceof Placement.Replacing
            && original.isEmpty()
            && ours.stream().anyMatch(wanted::contains);
    return lost
        ? ConfigRemoval.of(
            now.orElseThrow(), ours.stream().filter(name -> !wanted.contains(name)).toList())
        : rest;
  }

  /** Kubelet's configuration with one entry, which serves no registry (RFC 6761). */
  private static String off(String name) {
    return """
    # podpass is off: kubelet needs an entry, and this one serves no registry.
    apiVersion: kubelet.config.k8s.io/v1
    kind: CredentialProviderConfig
    providers:
      - name: %s
        apiVersion: credentialprovider.kubelet.k8s.io/v1
        defaultCacheDuration: 0s
        matchImages:
          - %s
    """
        .formatted(name, NO_REGISTRY);
  }

  static boolean isOff(FileEntry entry) {
    return entry.matchImages().stream().map(FileEntry.Text::text).allMatch(NO_REGISTRY::equals);
  }

  /**
   * The text without podpass's entries. Kubelet takes no file without any: where podpass's are
   * alone in a file that it did not make, one stays, which serves nothing.
   */
  Target without() {
    boolean bare = !ours.isEmpty() && rest.isPresent() && entries(rest.get()).isEmpty();
    if (!base.equals(Note.UNKNOWN) && !bare) {
      return new Target(rest, List.of(), "", List.of());
    }
    List<String> stays = List.of(ours.getFirst());
    String off = off(ours.getFirst());
    return Target.of(off, entries(off), stays);
  }

  /** A text that was here before. */
  static Target again(String text, Node node) throws IOException {
    List<FileEntry> entries = entries(text);
    return Target.of(text, entries, node.ours(entries.stream().map(FileEntry::label).toList()));
  }
}
