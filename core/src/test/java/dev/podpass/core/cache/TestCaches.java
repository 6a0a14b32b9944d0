// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.log.Log;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Caches for tests: their directory need not be in memory. */
public final class TestCaches {
  private TestCaches() {}

  /** An empty cache in a directory that does not exist yet. */
  public static NodeCache in(Path directory, Clock clock) {
    return new NodeCache(Optional.of(store(directory, clock)), "on", false);
  }

  static Store store(Path directory, Clock clock) {
    PrivateDirectory place = new CacheDirectory(directory, false, true).open();
    return new Store(place, clock, Log.NONE);
  }
}
