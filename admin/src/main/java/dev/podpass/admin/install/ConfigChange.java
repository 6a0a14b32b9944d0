// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Action.NewText;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.kubeletconfig.Takeover;
import dev.podpass.admin.state.EditedConfig;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kubelet's configuration with podpass's entries. They are added to the file as it is without
 * podpass, so that an entry that is no longer wanted disappears.
 *
 * @param original the content of that file; empty if it is not known
 * @param base its text; empty if there is no file without podpass's entries
 * @param document podpass's entries, with what they take over from the one that they replace
 * @param text as it is to be
 */
record ConfigChange(
    Optional<Snapshot> original, Optional<String> base, ConfigDocument document, String text) {

  /**
   * The change for what is there.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if the entries cannot go there
   */
  static ConfigChange install(View view, InstallRequest request) {
    Optional<EditedConfig> edited = view.edited();
    List<String> names = names(request.document());
    EditedConfig own = edited.orElse(unknown(names));
    Optional<Snapshot> original = original(view, own, names);
    Optional<String> base = base(view, own, names);
    ConfigDocument document = base.map(request.completed()).orElse(request.document());
    boolean nothingElse = edited.map(it -> names.containsAll(it.entries())).orElse(true);
    Optional<String> now = view.config();
    if (now.isPresent() && nothingElse && hasAll(now.get(), document, request.placement())) {
      return new ConfigChange(original, base, document, now.get());
    }
    Optional<String> usable = base.filter(text -> !text.isBlank());
    if (usable.isEmpty() && request.placement() instanceof Placement.Replacing(String replaced)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet's configuration has no entry " + replaced + " to replace; nothing was changed",
          "name the file that has it with --config-file, or leave out --replace");
    }
    String text =
        usable
            .map(it -> ConfigMerge.of(it, document, request.placement()).text())
            .orElseGet(document::yaml);
    return new ConfigChange(original, base, document, text);
  }

  static List<String> names(ConfigDocument document) {
    return document.entries().stream().map(ProviderEntry::name).toList();
  }

  /** What becomes of the images of the entry that is replaced. */
  List<String> effects(Optional<String> replaced) {
    return base.isPresent() && replaced.isPresent()
        ? Takeover.effects(
            base.get(), text, replaced.get(), document.taker(base.get(), replaced.get()))
        : List.of();
  }

  private static boolean hasAll(String text, ConfigDocument document, Placement placement) {
    return !text.isBlank() && ConfigMerge.of(text, document, placement).changes().isEmpty();
  }

  /** The assumption about a file that podpass has no record of. */
  private static EditedConfig unknown(List<String> names) {
    return new EditedConfig("", Optional.empty(), List.of(), names, Optional.empty());
  }

  private static Optional<Snapshot> original(View view, EditedConfig own, List<String> names) {
    Optional<String> base = base(view, own, names);
    if (base.isPresent() || view.config().isEmpty()) {
      return Optional.of(Snapshot.ofText(base));
    }
    return own.original().filter(Snapshot.ABSENT::equals);
  }

  private static Optional<String> base(View view, EditedConfig own, List<String> names) {
    if (view.config().isEmpty()) {
      return Optional.empty();
    }
    if (own.written().contains(view.configSnapshot()) && own.original().isPresent()) {
      Optional<String> kept = view.copy(own.original().get());
      if (kept.isPresent() || own.original().get().equals(Snapshot.ABSENT)) {
        return kept;
      }
    }
    return stripped(view, own, names);
  }

  /** The text that is there without these entries; empty if no other entry is in it. */
  private static Optional<String> stripped(View view, EditedConfig own, List<String> names) {
    String now = view.config().orElseThrow();
    List<String> entries =
        Stream.concat(own.entries().stream(), names.stream()).distinct().toList();
    if (now.isBlank() || !ConfigRemoval.hasAny(now, entries)) {
      return view.config();
    }
    Optional<String> kept = own.original().flatMap(view::copy);
    return own.replaced().isPresent() && kept.isPresent() && !own.entries().isEmpty()
        ? ConfigRemoval.restoring(now, own.entries().getFirst(), own.replaced().get(), kept.get())
        : ConfigRemoval.of(now, entries);
  }

  /**
   * Kubelet's configuration without podpass's entries: the kept file, if what podpass made of it is
   * unchanged; otherwise the present text without them.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if no entry would be left, although
   *     podpass did not make the file: kubelet takes none without entries
   */
  static NewText without(View view, EditedConfig own) {
    if (view.config().isEmpty()) {
      return new NewText.Gone();
    }
    Optional<Snapshot> original = own.original();
    Optional<NewText> kept =
        original.flatMap(it ->
            it instanceof Snapshot.Regular copy
                ? view.copy(copy).map(text -> new NewText.Restored(copy, text))
                : Optional.<NewText>of(new NewText.Gone()));
    if (own.written().contains(view.configSnapshot()) && kept.isPresent()) {
      return kept.get();
    }
    return stripped(view, own, List.of())
        .<NewText>map(NewText.Written::new)
        .or(() -> kept)
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                own.path() + " has podpass's entries alone, and it is not known what it was before",
                "take both --image-credential-provider flags from kubelet, or put other entries"
                    + " into that file; then run this again"));
  }

  /** The text of it, if there is to be a file. */
  static Optional<String> text(NewText text) {
    return switch (text) {
      case NewText.Written(String written) -> Optional.of(written);
      case NewText.Restored(Snapshot.Regular _, String restored) -> Optional.of(restored);
      case NewText.Gone _ -> Optional.empty();
    };
  }
}
