// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The methods that pulls run: a line for each in {@code pull-methods.txt}, the first one first. */
final class PullMethods {
  private PullMethods() {}

  /** Their places in the list. */
  static Map<String, Integer> ranks() {
    Map<String, Integer> ranks = new HashMap<>();
    for (String line : lines()) {
      if (!line.startsWith("#")) {
        ranks.putIfAbsent(line, ranks.size());
      }
    }
    return ranks;
  }

  private static List<String> lines() {
    try (InputStream list = PullMethods.class.getResourceAsStream("pull-methods.txt")) {
      if (list == null) {
        throw new IllegalStateException("pull-methods.txt is not beside the features");
      }
      return new String(list.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
