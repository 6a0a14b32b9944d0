// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import java.util.List;

/** A text that podpass made, of several lines; in text each line is printed below its name. */
public record TextBlock(String json, List<String> lines) {
  public TextBlock {
    lines = List.copyOf(lines);
  }
}
