// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A session in a terminal: lines that begin with {@code $} are what was typed, and what follows is
 * what was printed. Lines that begin with {@code ##} are for the reader.
 */
final class Transcript {
  private Transcript() {}

  /** The same session, with what the commands print now. */
  static String again(String recorded, UnaryOperator<String> shell) {
    List<String> lines = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    boolean typing = false;
    for (String line : recorded.lines().toList()) {
      boolean prompt = line.startsWith("$ ");
      boolean continued = typing && line.startsWith("> ");
      if (prompt || continued) {
        command.append(command.isEmpty() ? "" : "\n").append(line.substring(2));
        typing = line.endsWith("\\");
        lines.add(line);
        if (!typing) {
          lines.addAll(shell.apply(command.toString()).stripTrailing().lines().toList());
          lines.add("");
          command.setLength(0);
        }
      } else if (line.startsWith("## ")) {
        lines.add(line);
      }
    }
    return String.join("\n", lines).stripTrailing() + "\n";
  }
}
