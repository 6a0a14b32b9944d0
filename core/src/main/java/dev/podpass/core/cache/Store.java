// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.log.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads and writes the entries in a directory, and markers beside them: empty files, whose time
 * tells something to other pulls.
 */
record Store(PrivateDirectory directory, Clock clock, Log log) {
  /** A leader finished without a result; only a change of the time is significant. */
  static final String GAVE_UP = ".gave-up";

  /** The cloud has requested a wait, which ends then. */
  static final String THROTTLED = ".throttled";

  /** An attempt to renew the entry failed, and no pull tries again before then. */
  static final String RENEWAL = ".renewal";

  private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64}");

  /** The valid entry for a key, if it is for this provider, registry and workload. */
  Optional<CacheEntry> find(CacheKey key, EntryDescription about) throws IOException {
    return read(key.fileName())
        .filter(entry -> entry.about().isForSame(about))
        .filter(entry -> entry.holds(clock.instant()));
  }

  private Optional<CacheEntry> read(String name) throws IOException {
    return directory.read(name).flatMap(bytes -> EntryCodec.decode(name, bytes));
  }

  void put(CacheKey key, CacheEntry entry) throws IOException {
    directory.replace(key.fileName(), EntryCodec.encode(key.fileName(), entry), entry.end());
    new ExpirySweep(directory, clock, log).ifDue();
  }

  /** The time of a marker, if it is there. */
  Optional<Instant> marked(CacheKey key, String marker) throws IOException {
    return directory.modified(key.fileName() + marker);
  }

  /** Leaves a marker, until the next sweep after its time. */
  void mark(CacheKey key, String marker, Instant time) throws IOException {
    directory.replace(key.fileName() + marker, new byte[0], time);
  }

  SingleFlightLock flight(CacheKey key) throws IOException {
    return SingleFlightLock.of(key, directory);
  }

  List<CacheEntry> all() throws IOException {
    List<CacheEntry> entries = new ArrayList<>();
    for (String name : entryNames()) {
      read(name).filter(entry -> entry.holds(clock.instant())).ifPresent(entries::add);
    }
    return entries;
  }

  /** Deletes all entries. Lock files stay, because another process may hold one. */
  int clear() throws IOException {
    List<String> names = entryNames();
    for (String name : names) {
      directory.delete(name);
    }
    return names.size();
  }

  private List<String> entryNames() throws IOException {
    return directory.names().stream().filter(ENTRY.asMatchPredicate()).sorted().toList();
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
