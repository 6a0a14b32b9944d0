// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.log.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The entries in a directory: those that hold are found, and the others make room. */
final class Store {
  /** More workloads than a node has pods; of a few kilobytes each. */
  static final int MAX_ENTRIES = 1_000;

  /** No pull lives so long. */
  private static final Duration ABANDONED = Duration.ofMinutes(2);

  private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64}");

  private final PrivateDirectory directory;
  private final Sealing sealing;
  private final Clock clock;
  private final Log log;

  Store(PrivateDirectory directory, Sealing sealing, Clock clock, Log log) {
    this.directory = directory;
    this.sealing = sealing;
    this.clock = clock;
    this.log = log;
  }

  Optional<CacheEntry> find(CacheKey key) throws IOException {
    return read(key.fileName()).filter(entry -> entry.holds(clock.instant()));
  }

  private Optional<CacheEntry> read(String name) throws IOException {
    return directory
        .read(name)
        .flatMap(file -> sealing.open(name, file))
        .flatMap(EntryCodec::decode);
  }

  void put(CacheKey key, CacheEntry entry) throws IOException {
    directory.replace(key.fileName(), sealing.seal(key.fileName(), EntryCodec.encode(entry)));
    purge();
  }

  Flight flight(CacheKey key) throws IOException {
    return Flight.of(key, directory);
  }

  List<CacheEntry> all() throws IOException {
    List<CacheEntry> entries = new ArrayList<>();
    for (String name : entryNames()) {
      read(name).filter(entry -> entry.holds(clock.instant())).ifPresent(entries::add);
    }
    return entries;
  }

  /** Takes every entry away; locks stay, for somebody may hold one. */
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

  /** Takes away what is over, what is no entry, and of too many those that end first. */
  private void purge() throws IOException {
    directory.dropTemporaries(clock.instant().minus(ABANDONED));
    List<Held> held = new ArrayList<>();
    for (String name : entryNames()) {
      Optional<CacheEntry> entry = read(name).filter(e -> e.holds(clock.instant()));
      if (entry.isEmpty()) {
        directory.delete(name);
      } else {
        held.add(new Held(name, entry.get().remembered().until()));
      }
    }
    held.sort(Comparator.comparing(Held::until));
    for (Held oldest : held.subList(0, Math.max(0, held.size() - MAX_ENTRIES))) {
      log.debug("cache is full", Log.field("entry", oldest.name()));
      directory.delete(oldest.name());
    }
  }

  private record Held(String name, Instant until) {}
}
