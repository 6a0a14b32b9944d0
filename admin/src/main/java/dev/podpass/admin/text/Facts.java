// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names with their values, in the order in which they are printed or written. */
public final class Facts {
  private Facts() {}

  /**
   * Returns a map that may be added to; a name whose value is an empty {@link Optional} is left
   * out.
   */
  public static Map<String, Object> of(Object... namesAndValues) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i].toString();
      if (namesAndValues[i + 1] instanceof Optional<?> value) {
        value.ifPresent(some -> facts.put(name, some));
      } else {
        facts.put(name, namesAndValues[i + 1]);
      }
    }
    return facts;
  }

  public static <T extends Collection<?>> Optional<T> any(T list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list);
  }
}
