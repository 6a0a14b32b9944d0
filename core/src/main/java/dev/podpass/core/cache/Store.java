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

/** Reads and writes the entries in a directory. */
final class Store {
  private static final String GAVE_UP = ".gave-up";
  private static final String THROTTLED = ".throttled";
  private static final String RENEWAL = ".renewal";
  private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64}");

  private final PrivateDirectory directory;
  private final Clock clock;
  private final Log log;

  Store(PrivateDirectory directory, Clock clock, Log log) {
    this.directory = directory;
    this.clock = clock;
    this.log = log;
  }

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

  /** Whether the directory is still there. */
  boolean exists() {
    return directory.exists();
  }

  /** The time of the last gave-up marker; only a change of it is significant. */
  Optional<Instant> gaveUp(CacheKey key) throws IOException {
    return directory.modified(key.fileName() + GAVE_UP);
  }

  /** Leaves a marker, until the next sweep, that a leader finished without a result. */
  void giveUp(CacheKey key) throws IOException {
    directory.replace(key.fileName() + GAVE_UP, new byte[0], clock.instant());
  }

  /** The end of the last wait that the cloud has requested. */
  Optional<Instant> throttledUntil(CacheKey key) throws IOException {
    return directory.modified(key.fileName() + THROTTLED);
  }

  /** Leaves a marker that the cloud requests a wait. */
  void throttle(CacheKey key, Instant until) throws IOException {
    directory.replace(key.fileName() + THROTTLED, new byte[0], until);
  }

  /** Before when no pull tries again to renew the entry, after an attempt that failed. */
  Optional<Instant> renewalPostponedTo(CacheKey key) throws IOException {
    return directory.modified(key.fileName() + RENEWAL);
  }

  /** Leaves a marker that a renewal failed. */
  void postponeRenewal(CacheKey key, Instant to) throws IOException {
    directory.replace(key.fileName() + RENEWAL, new byte[0], to);
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
    return directory.names().stream().filter(Store::isEntry).sorted().toList();
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private static boolean isEntry(String name) {
    return ENTRY.matcher(name).matches();
  }
}
