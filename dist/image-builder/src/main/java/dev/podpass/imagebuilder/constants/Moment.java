// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import java.lang.management.ManagementFactory;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The time that a process has been running, and what was read from a clock in it. */
final class Moment {
  private final Instant began;
  private final long nanosAtBegin;
  private final LongSupplier nanos;

  Moment(Instant began, long nanosAtBegin, LongSupplier nanos) {
    this.began = began;
    this.nanosAtBegin = nanosAtBegin;
    this.nanos = nanos;
  }

  static Moment sinceThisProcessBegan() {
    long age = ManagementFactory.getRuntimeMXBean().getUptime();
    return new Moment(
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
        System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(age),
        System::nanoTime);
  }

  /** Seconds, milliseconds or nanoseconds of one of the two clocks; a written constant is round. */
  boolean isReading(long value) {
    long passed = nanos.getAsLong() - nanosAtBegin;
    return (!isRound(value) && isWithin(value, nanosAtBegin, passed))
        || isWithin(value, began.toEpochMilli(), TimeUnit.NANOSECONDS.toMillis(passed))
        || isWithin(value, began.getEpochSecond(), TimeUnit.NANOSECONDS.toSeconds(passed));
  }

  /** The time that it holds, if it was read from a clock rather than written in a source. */
  Optional<Instant> readingOf(Object value) {
    return timeOf(value).filter(time -> hasFraction(time) || isReading(time.getEpochSecond()));
  }

  private static Optional<Instant> timeOf(Object value) {
    return switch (value) {
      case Date date -> Optional.of(date.toInstant());
      case Calendar calendar -> Optional.of(calendar.toInstant());
      case FileTime time -> Optional.of(time.toInstant());
      case LocalDate _ -> Optional.empty();
      case LocalDateTime time -> Optional.of(time.toInstant(ZoneOffset.UTC));
      case TemporalAccessor time -> instant(time);
      default -> Optional.empty();
    };
  }

  private static Optional<Instant> instant(TemporalAccessor time) {
    try {
      return Optional.of(Instant.from(time));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Also of times derived from a reading: {@code SimpleDateFormat} keeps one 80 years before. */
  private static boolean hasFraction(Instant time) {
    return !time.equals(time.truncatedTo(ChronoUnit.SECONDS))
        && time.isAfter(Instant.parse("1900-01-01T00:00:00Z"))
        && time.isBefore(Instant.parse("2200-01-01T00:00:00Z"));
  }

  /** In decimal, or one bit of a set. */
  private static boolean isRound(long value) {
    return value % 1_000 == 0 || Long.bitCount(value) == 1;
  }

  private static boolean isWithin(long value, long from, long length) {
    return value >= from && value - from <= length + 1;
  }
}
