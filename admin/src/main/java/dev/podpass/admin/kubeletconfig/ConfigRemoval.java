// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.LinkedHashMap;
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
   * original, or if there is one of its name again, podpass's is removed.
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
    return place >= 0
            && file.indexOf(replaced) < 0
            && index >= 0
            && before.providers().get(index) instanceof Map<?, ?> entry
        ? Optional.of(file.replace(place, fields(entry)).text())
        : of(text, List.of(own));
  }

  private static Map<String, Object> fields(Map<?, ?> entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    entry.forEach((name, value) -> {
      if (value != null) {
        fields.put(String.valueOf(name), value);
      }
    });
    return fields;
  }

  private static boolean isOneOf(List<String> names, @Nullable Object entry) {
    return entry instanceof Map<?, ?> map && names.contains(String.valueOf(map.get("name")));
  }
}
