// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The total deadline of a pull; it never moves. */
public final class Deadline {
  private static final Duration CONNECTION = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final LongSupplier nanoTime;
  private final long end;
  private final Duration total;

  Deadline(LongSupplier nanoTime, Duration total, Duration elapsed) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + total.minus(elapsed).toNanos();
    this.total = total;
  }

  /** A deadline for a process that has run for some time. */
  public static Deadline of(Duration total, Duration elapsed) {
    return new Deadline(System::nanoTime, total, elapsed);
  }

  /** The remaining time; never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }

  public boolean expired() {
    return remaining().isZero();
  }

  public Duration total() {
    return total;
  }

  /**
   * The time for a name lookup, a connection to one address, a tunnel or a handshake: short enough
   * that a lost packet leaves time for another attempt.
   */
  Duration forConnection() {
    return atMost(CONNECTION);
  }

  /** The time for each read of a response. */
  Duration forAnswer() {
    return atMost(ANSWER);
  }

  /**
   * The lesser of the remaining time and a limit, but at least a millisecond: 0 means no timeout
   * for sockets.
   */
  Duration atMost(Duration limit) {
    Duration left = remaining().compareTo(limit) < 0 ? remaining() : limit;
    Duration least = Duration.ofMillis(1);
    return left.compareTo(least) < 0 ? least : left;
  }
}
