// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who needs an option, in {@code option-reasons.txt}. */
final class OptionReasons {
  private static final Path FILE =
      Page.ROOT.resolve("dist/src/test/resources").resolve("option-reasons.txt");

  private final Map<String, String> reasons = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  static OptionReasons read() {
    OptionReasons read = new OptionReasons();
    try {
      for (String line : Files.readAllLines(FILE, UTF_8)) {
        String[] parts = line.split(" = ", 2);
        if (!line.startsWith("#") && read.reasons.put(parts[0], parts[1]) != null) {
          throw new AssertionError("two reasons for " + parts[0]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }

  /**
   * The description of an option, and who needs it, if the file says so.
   *
   * @param command with the names of those above it; empty for the plugin
   */
  String appendTo(String description, String command, String option) {
    List<String> words = List.of(command.split(" ", -1));
    return Stream.concat(
            words.reversed().stream().map(word -> word + " " + option), Stream.of(option))
        .filter(reasons::containsKey)
        .findFirst()
        .map(name -> {
          used.add(name);
          return description + " *" + reasons.get(name) + ".*";
        })
        .orElse(description);
  }

  /** The names that have not been asked for. */
  Set<String> unused() {
    Set<String> unused = new HashSet<>(reasons.keySet());
    unused.removeAll(used);
    return unused;
  }
}
