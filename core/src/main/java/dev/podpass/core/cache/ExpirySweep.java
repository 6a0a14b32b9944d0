// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.file.SafeFile;
import dev.podpass.core.log.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Deletes expired entries, at most once a minute, so that a full cache slows no pull. It opens no
 * file: an entry's modification time is its expiry.
 */
record ExpirySweep(PrivateDirectory directory, Clock clock, Log log) {
  static final String MARKER = ".swept";

  /** More than the workloads of a node; entries have a few kilobytes. */
  static final int MAX_ENTRIES = 1_000;

  /** Entries and markers, whose modification time is their expiry. */
  private static final Pattern EXPIRING =
      Pattern.compile("[0-9a-f]{64}(\\.gave-up|\\.throttled|\\.renewal)?");

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** No pull takes longer. */
  private static final Duration ABANDONED = Duration.ofMinutes(2);

  /**
   * Sweeps if the last sweep was long enough ago, or in the future after the clock was set back.
   */
  void ifDue() {
    Instant now = clock.instant();
    try {
      Optional<Instant> last = directory.modified(MARKER);
      if (last.isEmpty() || now.isBefore(last.get()) || !now.isBefore(last.get().plus(INTERVAL))) {
        directory.replace(MARKER, new byte[0], now);
        sweep(now);
      }
    } catch (IOException e) {
      log.info("cache is not swept", field("because", e.getClass().getSimpleName()));
    }
  }

  static boolean expires(String name) {
    return EXPIRING.matcher(name).matches();
  }

  private void sweep(Instant now) throws IOException {
    List<Found> valid = new ArrayList<>();
    for (String name : directory.names()) {
      if (expires(name)) {
        Optional<Instant> expiry = directory.modified(name).filter(e -> plausible(e, now));
        expiry.ifPresentOrElse(e -> valid.add(new Found(name, e)), () -> delete(name));
      } else if (name.startsWith(SafeFile.TEMPORARY)
          && directory.modified(name).filter(now.minus(ABANDONED)::isAfter).isPresent()) {
        delete(name);
      }
    }
    valid.sort(Comparator.comparing(Found::expiry));
    for (Found next : valid.subList(0, Math.max(0, valid.size() - MAX_ENTRIES))) {
      log.debug("cache is full", field("entry", next.name()));
      delete(next.name());
    }
  }

  /** An expiry that is too far away was written before the clock was set back. */
  private static boolean plausible(Instant expiry, Instant now) {
    return now.isBefore(expiry) && !expiry.isAfter(now.plus(Lifetime.CEILING));
  }

  /** A file that cannot be deleted does not keep the others. */
  private void delete(String name) {
    try {
      directory.delete(name);
    } catch (IOException e) {
      log.info(
          "not deleted from the cache",
          field("name", name),
          field("because", e.getClass().getSimpleName()));
    }
  }

  private record Found(String name, Instant expiry) {}
}
