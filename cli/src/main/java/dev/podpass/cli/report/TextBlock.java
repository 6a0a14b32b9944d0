// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import java.util.List;

/**
 * A value that takes several lines in text, below its name.
 *
 * @param json the JSON form
 * @param lines the text form
 */
public record TextBlock(String json, List<String> lines) {
  public TextBlock {
    lines = List.copyOf(lines);
  }
}
