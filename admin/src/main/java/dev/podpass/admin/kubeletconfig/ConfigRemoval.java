// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Removes entries from a configuration; other entries, comments and layout stay. */
public final class ConfigRemoval {
  private ConfigRemoval() {}

  /**
   * The text without these entries.
   *
   * @param names of the entries
   * @return empty if no other entry is in it: kubelet takes no configuration without one
   * @throws dev.podpass.failure.CredentialException of kind {@code CONFIGURATION} if the text
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

  private static boolean isOneOf(List<String> names, @Nullable Object entry) {
    return entry instanceof Map<?, ?> map && names.contains(String.valueOf(map.get("name")));
  }
}
