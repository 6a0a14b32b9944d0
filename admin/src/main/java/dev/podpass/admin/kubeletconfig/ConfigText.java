// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.admin.text.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a {@code CredentialProviderConfig} whose {@code providers} are edited. In YAML, other
 * lines are preserved; if the list is not in block style, the whole text is rewritten. A text is
 * parsed once.
 */
final class ConfigText {
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
        .filter(entry -> entry.name().filter(it -> it.text().equals(name)).isPresent())
        .findFirst();
  }

  /** The number of items in the list, also of those that are no entries. */
  int size() {
    return providers().size();
  }

  ConfigText insert(int index, Map<String, Object> entry) {
    return edit(
        list -> list.add(index, entry), field -> YamlEdit.insert(text, field, index, entry));
  }

  ConfigText replace(FileEntry old, Map<String, Object> entry) {
    return edit(
        list -> list.set(old.index(), entry),
        field -> YamlEdit.replace(text, field, old.index(), entry));
  }

  ConfigText remove(FileEntry entry) {
    return edit(
        list -> list.remove(entry.index()), field -> YamlEdit.remove(text, field, entry.index()));
  }

  private ConfigText edit(
      Consumer<List<@Nullable Object>> change, Function<Field, String> inLines) {
    Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
    root.fields().forEach(field -> wanted.put(field.name(), field.value().plain()));
    List<@Nullable Object> changed = providers();
    change.accept(changed);
    wanted.put("providers", changed);
    Optional<Field> lines = list().filter(field -> !field.value().place().flow());
    boolean json = YamlReader.isJson(text);
    String edited =
        lines.isPresent() && !json ? inLines.apply(lines.get()) : rewritten(json, wanted);
    boolean lost = lines.isEmpty() && !json && COMMENT.matcher(text).find();
    ConfigText found = new ConfigText(edited, lostComments || lost);
    if (!Collections.unmodifiableMap(wanted).equals(found.root.plain())) {
      throw ConfigFile.uneditable(
          "its layout is one that podpass cannot edit; nothing was changed");
    }
    return found;
  }

  private static String rewritten(boolean json, Map<String, @Nullable Object> wanted) {
    return json ? Documents.json(wanted) : Documents.yaml(wanted);
  }

  private Optional<Field> list() {
    return root.fields().stream()
        .filter(field -> field.name().equals("providers"))
        .filter(field -> field.value() instanceof Sequence)
        .findFirst();
  }

  private List<@Nullable Object> providers() {
    List<@Nullable Object> providers = new ArrayList<>();
    list()
        .ifPresent(field ->
            ((Sequence) field.value()).items().forEach(item -> providers.add(item.plain())));
    return providers;
  }
}
