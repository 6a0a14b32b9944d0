// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.secrets;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret the fakes have issued or were given, so that a test can search all output of the
 * program under test for each of them.
 */
public final class PlantedSecrets {
  private final Set<String> values = ConcurrentHashMap.newKeySet();

  /** Remembers a secret and hands it back, so that issuing and planting are one expression. */
  public String plant(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("secret is empty: it would be found everywhere");
    }
    values.add(secret);
    return secret;
  }

  /** The secrets planted so far. */
  public Set<String> values() {
    return Set.copyOf(values);
  }
}
