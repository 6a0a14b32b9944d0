// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlSyntaxException;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.admin.text.YamlValue.Sequence;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds entries to a configuration that is there already. Entries of other names are not touched,
 * and in YAML neither are comments and layout; an entry of the same name is replaced.
 */
public final class ConfigMerge {
  private static final Pattern COMMENT = Pattern.compile("(?m)(?:^|\\s)#");

  private final String before;
  private final ConfigDocument addition;
  private final List<String> changes = new ArrayList<>();

  private ConfigMerge(String before, ConfigDocument addition) {
    this.before = before;
    this.addition = addition;
  }

  /**
   * What came of it.
   *
   * @param text the whole file
   * @param changes what is different, a line each; nothing if it was there already
   */
  public record Result(String text, List<String> changes) {
    /** Keeps its own copy. */
    public Result {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Adds the entries of one to the text of another.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if the text cannot be read
   */
  public static Result of(String before, ConfigDocument addition) {
    return new ConfigMerge(before, addition).merge();
  }

  private Result merge() {
    String text = before;
    for (ProviderEntry entry : addition.entries()) {
      text = add(text, entry.name(), entry.tree(addition.version()));
    }
    return new Result(text, changes);
  }

  private String add(String text, String name, Map<String, Object> entry) {
    Mapping root = root(text);
    Sequence providers = root.get("providers") instanceof Sequence found ? found : null;
    int index = providers == null ? -1 : indexOf(providers, name);
    if (providers != null && index >= 0 && entry.equals(providers.items().get(index).plain())) {
      return text;
    }
    changes.add((index < 0 ? "added " : "replaced ") + name);
    Map<String, @Nullable Object> wanted = wanted(root, index, entry);
    boolean json = YamlReader.isJson(text);
    Sequence lines = providers == null || providers.place().flow() || json ? null : providers;
    String edited =
        lines == null ? rewritten(text, wanted) : YamlEdit.put(text, lines, index, entry);
    if (lines == null && !json && COMMENT.matcher(text).find()) {
      changes.add("written anew without its comments: its providers are not a list in lines");
    }
    if (!wanted.equals(root(edited).plain())) {
      throw unreadable("its layout is one that podpass cannot edit; nothing was changed");
    }
    return edited;
  }

  private static Map<String, @Nullable Object> wanted(
      Mapping root, int index, Map<String, Object> entry) {
    Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
    root.fields().forEach(field -> wanted.put(field.name(), field.value().plain()));
    List<@Nullable Object> providers = new ArrayList<>();
    if (wanted.get("providers") instanceof List<?> present) {
      providers.addAll(present);
    }
    if (index < 0) {
      providers.add(entry);
    } else {
      providers.set(index, entry);
    }
    wanted.put("providers", providers);
    return Collections.unmodifiableMap(wanted);
  }

  private static String rewritten(String text, Map<String, @Nullable Object> wanted) {
    return YamlReader.isJson(text) ? Documents.json(wanted) : Documents.yaml(wanted);
  }

  private static int indexOf(Sequence providers, String name) {
    for (int i = 0; i < providers.items().size(); i++) {
      if (providers.items().get(i).plain() instanceof Map<?, ?> entry
          && name.equals(entry.get("name"))) {
        return i;
      }
    }
    return -1;
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
