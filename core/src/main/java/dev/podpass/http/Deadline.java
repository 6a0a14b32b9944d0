// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The one instant by which everything must be over; it never moves. */
public final class Deadline {
  private final LongSupplier nanoTime;
  private final long end;
  private final Duration total;

  private Deadline(LongSupplier nanoTime, Duration total, Duration elapsed) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + total.minus(elapsed).toNanos();
    this.total = total;
  }

  /**
   * A deadline for a process that has been running for a while.
   *
   * @param total from the start of the process
   * @param elapsed since then
   */
  public static Deadline of(Duration total, Duration elapsed) {
    return new Deadline(System::nanoTime, total, elapsed);
  }

  static Deadline of(Duration total, LongSupplier nanoTime) {
    return new Deadline(nanoTime, total, Duration.ZERO);
  }

  /** What is left; never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }

  /** Whether nothing is left. */
  public boolean expired() {
    return remaining().isZero();
  }

  /** How long it was in all, for messages. */
  public Duration total() {
    return total;
  }

  /**
   * The shorter of what is left and a limit, but at least a millisecond: 0 means "for ever" to
   * sockets.
   */
  Duration atMost(Duration limit) {
    Duration left = remaining().compareTo(limit) < 0 ? remaining() : limit;
    Duration least = Duration.ofMillis(1);
    return left.compareTo(least) < 0 ? least : left;
  }
}
