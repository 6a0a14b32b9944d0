// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import dev.podpass.imagebuilder.Listing;
import java.util.List;

/** Lists of names that {@code bench/trace-*.py} write: a line for each, after a comment. */
final class NameList {
  private NameList() {}

  /** Without what is another in each build: the class of a switch over types. */
  static String stable(String name) {
    return name.replaceAll("(?<=\\$\\$TypeSwitch)/0x[0-9a-f]+", "");
  }

  /** Reads a list that lies beside this class. */
  static List<String> of(String file) {
    return Listing.read(NameList.class, file)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }
}
