// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The identities of a registry, each with what it trusts. */
final class Trusted {
  private final Map<String, List<Federation>> all = new ConcurrentHashMap<>();

  void add(String identity, Federation federation) {
    all.computeIfAbsent(identity, _ -> new CopyOnWriteArrayList<>()).add(federation);
  }

  Optional<Collection<Federation>> of(String identity) {
    return Optional.ofNullable(all.get(identity));
  }
}
