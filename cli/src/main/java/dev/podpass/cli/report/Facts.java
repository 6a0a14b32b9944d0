// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names with their values, in the order in which they are printed. */
public final class Facts {
  private Facts() {}

  /**
   * Returns a map that may be added to.
   *
   * @param namesAndValues each name before its value
   */
  public static Map<String, Object> of(Object... namesAndValues) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      facts.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return facts;
  }
}
