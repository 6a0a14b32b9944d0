// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has been issued so far, by its value, oldest first. */
final class Issued<T> {
  private final Map<String, T> issued = new LinkedHashMap<>();

  synchronized T add(String value, T token) {
    issued.put(value, token);
    return token;
  }

  synchronized Optional<T> find(String value) {
    return Optional.ofNullable(issued.get(value));
  }

  synchronized List<T> all() {
    return List.copyOf(issued.values());
  }
}
