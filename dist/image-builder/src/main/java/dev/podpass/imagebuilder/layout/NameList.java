// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
    try (InputStream list = NameList.class.getResourceAsStream(file)) {
      if (list == null) {
        throw new IllegalStateException(file + " is not beside the features");
      }
      return new String(list.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
