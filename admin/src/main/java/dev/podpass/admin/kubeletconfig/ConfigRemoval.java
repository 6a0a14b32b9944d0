// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.List;
import java.util.Optional;

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
    for (String name : names) {
      int index = file.indexOf(name);
      if (index >= 0) {
        file = file.remove(index);
      }
    }
    return file.providers().isEmpty() ? Optional.empty() : Optional.of(file.text());
  }
}
