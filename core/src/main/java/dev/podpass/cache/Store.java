// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.log.Log;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The entries in a directory. */
final class Store {
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
    directory.replace(
        key.fileName(),
        sealing.seal(key.fileName(), EntryCodec.encode(entry)),
        entry.remembered().until());
    new Sweep(directory, clock, log).ifDue();
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
    return directory.names().stream().filter(Store::isEntry).sorted().toList();
  }

  static boolean isEntry(String name) {
    return ENTRY.matcher(name).matches();
  }
}
