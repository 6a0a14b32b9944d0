// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.admin.text.YamlValue.Scalar;
import dev.podpass.admin.text.YamlValue.Sequence;
import dev.podpass.spi.failure.CredentialException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a {@code CredentialProviderConfig} whose {@code providers} are edited. In YAML, other
 * lines are preserved; if the list is not in block style, the whole text is rewritten. A text is
 * parsed once.
 */
final class ConfigText {
  private static final String VERSION = "apiVersion";
  private static final Pattern COMMENT = Pattern.compile("(?m)(?:^|\\s)#");

  private final String text;
  private final Mapping root;
  private final List<FileEntry> entries;
  private final boolean lostComments;

  private ConfigText(String text, boolean lostComments) {
    ConfigFile file = ConfigFile.read(text);
    this.text = text;
    this.root = file.root();
    this.entries = file.entries();
    this.lostComments = lostComments;
  }

  static ConfigText of(String text) {
    return new ConfigText(text, false);
  }

  String text() {
    return text;
  }

  /** Whether comments were lost because the whole text was rewritten. */
  boolean lostComments() {
    return lostComments;
  }

  List<FileEntry> entries() {
    return entries;
  }

  Optional<FileEntry> entry(String name) {
    return entries.stream()
        .filter(entry -> entry.name().filter(label -> label.text().equals(name)).isPresent())
        .findFirst();
  }

  /** The number of items in the list, also of those that are no entries. */
  int size() {
    return providers().size();
  }

  ConfigText insert(int index, Map<String, Object> entry) {
    return edit(index, 0, List.of(entry));
  }

  ConfigText replace(FileEntry old, Map<String, Object> entry) {
    return edit(old.index(), 1, List.of(entry));
  }

  ConfigText remove(FileEntry entry) {
    return edit(entry.index(), 1, List.of());
  }

  /** Puts an entry of another text in the place of one, as it is written there if it can be. */
  ConfigText restore(FileEntry old, ConfigText other, FileEntry entry) {
    Optional<String> lines = other.inLines().map(list -> YamlEdit.lines(other.text, list, entry));
    try {
      return edit(old.index(), 1, List.of(entry.fields()), lines);
    } catch (CredentialException _) {
      return replace(old, entry.fields()); // It depends on lines outside of it, such as an anchor.
    }
  }

  private ConfigText edit(int index, int removed, List<Map<String, Object>> added) {
    return edit(index, removed, added, Optional.empty());
  }

  /**
   * Puts entries in the place of as many as are removed at an index.
   *
   * @param written those, as they are written in another text
   */
  private ConfigText edit(
      int index, int removed, List<Map<String, Object>> added, Optional<String> written) {
    List<@Nullable Object> changed = providers();
    changed.subList(index, index + removed).clear();
    changed.addAll(index, added);
    Map<String, @Nullable Object> wanted = root.plain();
    wanted.put("providers", changed);
    boolean json = YamlReader.isJson(text);
    Optional<String> inLines =
        inLines().map(field -> YamlEdit.of(text, field, index, removed, added, written));
    String edited = inLines.orElseGet(() -> json ? Documents.json(wanted) : Documents.yaml(wanted));
    boolean lost = inLines.isEmpty() && !json && COMMENT.matcher(text).find();
    return requireEqual(wanted, new ConfigText(edited, lostComments || lost));
  }

  /**
   * The text with the version that has {@code tokenAttributes}. What an older one has, it has, too.
   */
  ConfigText withCurrentVersion() {
    if (!(root.get(VERSION) instanceof Scalar(var place, String old))
        || old.equals(ConfigDocument.API_VERSION)) {
      return this;
    }
    Map<String, @Nullable Object> wanted = root.plain();
    wanted.put(VERSION, ConfigDocument.API_VERSION);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    lines.set(
        place.line() - 1, lines.get(place.line() - 1).replace(old, ConfigDocument.API_VERSION));
    return requireEqual(wanted, new ConfigText(String.join("\n", lines), lostComments));
  }

  /** What is read by kubelet's rules, and not by those of the writer, must be what was wanted. */
  private static ConfigText requireEqual(Map<String, @Nullable Object> wanted, ConfigText edited) {
    if (!wanted.equals(edited.root.plain())) {
      throw ConfigFile.uneditable(
          "its layout is one that podpass cannot edit; nothing was changed");
    }
    return edited;
  }

  /** The list of entries, if it is edited in lines. */
  private Optional<Field> inLines() {
    return list().filter(field -> !YamlReader.isJson(text) && !field.value().position().flow());
  }

  private Optional<Field> list() {
    return root.fields().stream()
        .filter(field -> field.name().equals("providers"))
        .filter(field -> field.value() instanceof Sequence)
        .findFirst();
  }

  private List<@Nullable Object> providers() {
    return list().map(field -> ((Sequence) field.value()).plain()).orElseGet(ArrayList::new);
  }
}
