// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlSyntaxException;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.admin.text.YamlValue.Sequence;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
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
  private final List<@Nullable Object> providers;
  private final boolean lostComments;

  private ConfigText(String text, Mapping root, boolean lostComments) {
    this.text = text;
    this.root = root;
    this.providers = Collections.unmodifiableList(providers(root));
    this.lostComments = lostComments;
  }

  static ConfigText of(String text) {
    return new ConfigText(text, root(text), false);
  }

  /** The whole file. */
  String text() {
    return text;
  }

  /** Whether comments were lost because the whole text was rewritten. */
  boolean lostComments() {
    return lostComments;
  }

  /** The entries, as maps. */
  List<@Nullable Object> providers() {
    return providers;
  }

  /** The index of the entry with that name; negative if there is no such entry. */
  int indexOf(String name) {
    for (int i = 0; i < providers.size(); i++) {
      if (providers.get(i) instanceof Map<?, ?> entry && name.equals(entry.get("name"))) {
        return i;
      }
    }
    return -1;
  }

  ConfigText insert(int index, Map<String, Object> entry) {
    return edit(
        list -> list.add(index, entry), field -> YamlEdit.insert(text, field, index, entry));
  }

  ConfigText replace(int index, Map<String, Object> entry) {
    return edit(
        list -> list.set(index, entry), field -> YamlEdit.replace(text, field, index, entry));
  }

  ConfigText remove(int index) {
    return edit(list -> list.remove(index), field -> YamlEdit.remove(text, field, index));
  }

  private ConfigText edit(
      Consumer<List<@Nullable Object>> change, Function<Field, String> inLines) {
    Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
    root.fields().forEach(field -> wanted.put(field.name(), field.value().plain()));
    List<@Nullable Object> changed = new ArrayList<>(providers);
    change.accept(changed);
    wanted.put("providers", changed);
    Optional<Field> lines = list(root).filter(field -> !field.value().place().flow());
    boolean json = YamlReader.isJson(text);
    String edited =
        lines.isPresent() && !json ? inLines.apply(lines.get()) : rewritten(json, wanted);
    Mapping found = root(edited);
    if (!Collections.unmodifiableMap(wanted).equals(found.plain())) {
      throw unreadable("its layout is one that podpass cannot edit; nothing was changed");
    }
    boolean lost = lines.isEmpty() && !json && COMMENT.matcher(text).find();
    return new ConfigText(edited, found, lostComments || lost);
  }

  private static String rewritten(boolean json, Map<String, @Nullable Object> wanted) {
    return json ? Documents.json(wanted) : Documents.yaml(wanted);
  }

  private static Optional<Field> list(Mapping root) {
    return root.fields().stream()
        .filter(field -> field.name().equals("providers"))
        .filter(field -> field.value() instanceof Sequence)
        .findFirst();
  }

  private static List<@Nullable Object> providers(Mapping root) {
    List<@Nullable Object> providers = new ArrayList<>();
    list(root)
        .ifPresent(field ->
            ((Sequence) field.value()).items().forEach(item -> providers.add(item.plain())));
    return providers;
  }

  private static Mapping root(String text) {
    try {
      List<YamlValue> documents = YamlReader.read(text);
      if (documents.size() == 1 && documents.getFirst() instanceof Mapping root) {
        return root;
      }
      throw unreadable("it is not one CredentialProviderConfig");
    } catch (YamlSyntaxException e) {
      throw unreadable("line " + e.line() + ": " + e.getMessage());
    }
  }

  private static CredentialException unreadable(String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "the configuration cannot be added to: " + why,
        "run podpass config lint to see what is wrong with it");
  }
}
