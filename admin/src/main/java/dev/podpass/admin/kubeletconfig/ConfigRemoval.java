// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Removes entries from a configuration; other entries, comments and layout stay. */
public final class ConfigRemoval {
  private ConfigRemoval() {}

  /** Whether a text has one of these entries. */
  public static boolean hasAny(String text, List<String> names) {
    return ConfigText.of(text).providers().stream().anyMatch(entry -> isOneOf(names, entry));
  }

  /** These entries of a text as JSON, in its order; empty if it has none of them. */
  public static Optional<String> only(String text, List<String> names) {
    List<@Nullable Object> entries =
        ConfigText.of(text).providers().stream().filter(entry -> isOneOf(names, entry)).toList();
    return Optional.of(entries).filter(it -> !it.isEmpty()).map(Documents::json);
  }

  /** The names of the entries of a text. */
  public static List<String> names(String text) {
    return SameImages.names(ConfigText.of(text).providers());
  }

  /**
   * The text without these entries.
   *
   * @param names of the entries
   * @return empty if no other entry is in it: kubelet takes no configuration without one
   * @throws dev.podpass.spi.failure.CredentialException of kind {@code CONFIGURATION} if the text
   *     cannot be read
   */
  public static Optional<String> of(String text, List<String> names) {
    ConfigText file = ConfigText.of(text);
    if (file.providers().stream().allMatch(entry -> isOneOf(names, entry))) {
      return Optional.empty();
    }
    for (String name : names) {
      int index = file.indexOf(name);
      if (index >= 0) {
        file = file.remove(index);
      }
    }
    return Optional.of(file.text());
  }

  /**
   * The text with an entry that podpass's replaced back in its place. Without that entry in the
   * original, or if another program has written one of its name, podpass's is removed.
   *
   * @param own the name of podpass's entry
   * @param replaced the name of the other one
   * @param original a text that had it
   * @return empty if no other entry is in it
   * @throws dev.podpass.spi.failure.CredentialException of kind {@code CONFIGURATION} if a text
   *     cannot be read
   */
  public static Optional<String> restoring(
      String text, String own, String replaced, String original) {
    ConfigText file = ConfigText.of(text);
    ConfigText before = ConfigText.of(original);
    int place = file.indexOf(own);
    int index = before.indexOf(replaced);
    int left = file.indexOf(replaced);
    if (place < 0
        || index < 0
        || !(before.providers().get(index) instanceof Map<?, ?> entry)
        || (left >= 0 && !isPart(file.providers().get(left), entry))) {
      return of(text, List.of(own));
    }
    ConfigText without = left < 0 ? file : file.remove(left);
    return Optional.of(without.replace(without.indexOf(own), SameImages.fields(entry)).text());
  }

  /** Whether an entry is what a {@link Takeover} left of the other one. */
  private static boolean isPart(@Nullable Object entry, Map<?, ?> whole) {
    List<String> images = SameImages.patterns(whole);
    return entry instanceof Map<?, ?> map
        && SameImages.covered(SameImages.patterns(map), images).size()
            == SameImages.patterns(map).size()
        && !SameImages.patterns(map).equals(images)
        && otherFields(map).equals(otherFields(whole));
  }

  private static Map<String, Object> otherFields(Map<?, ?> entry) {
    Map<String, Object> fields = SameImages.fields(entry);
    fields.remove("matchImages");
    return fields;
  }

  private static boolean isOneOf(List<String> names, @Nullable Object entry) {
    return entry instanceof Map<?, ?> map && names.contains(String.valueOf(map.get("name")));
  }
}
