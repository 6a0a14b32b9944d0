// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A list that many threads append to and anyone may read at any time. */
final class Log<T> {
  private final List<T> entries = new ArrayList<>();

  synchronized void add(T entry) {
    entries.add(entry);
  }

  synchronized List<T> all() {
    return List.copyOf(entries);
  }

  List<T> where(Predicate<T> wanted) {
    return all().stream().filter(wanted).toList();
  }

  synchronized void clear() {
    entries.clear();
  }
}
