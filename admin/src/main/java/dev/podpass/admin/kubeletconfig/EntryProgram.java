// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of the program that an entry runs.
 *
 * @param options the text of an option of podpass's by its name, as a pull reads it; none if it is
 *     not set, or the settings cannot be read
 * @param files of the node that its options name, by option: they decide what podpass believes
 */
public record EntryProgram(
    Owner owner,
    Function<String, Optional<String>> options,
    Map<String, String> files,
    Optional<String> unreadable) {

  public enum Owner {
    PODPASS,
    /** It has the name of a plugin that podpass replaces, and was not looked up. */
    PROBABLY_PODPASS,
    ANOTHER,
    /** It was not looked up, and neither its name nor its settings tell. */
    UNKNOWN
  }

  /** The program of an entry that was only parsed. */
  static final EntryProgram UNKNOWN =
      new EntryProgram(Owner.UNKNOWN, _ -> Optional.empty(), Map.of(), Optional.empty());
}
