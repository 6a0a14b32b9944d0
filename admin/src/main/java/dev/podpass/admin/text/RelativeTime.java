// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Formats durations and instants for reading, such as {@code in 43 min}. */
public final class RelativeTime {
  private RelativeTime() {}

  /** Formats a duration in days, hours and minutes, minutes or seconds, such as {@code 43 min}. */
  public static String duration(Duration duration) {
    Duration d = duration.abs();
    if (d.toDays() >= 2) {
      return d.toDays() + " days";
    }
    if (d.toHours() >= 1) {
      return d.toHours() + " h" + (d.toMinutesPart() == 0 ? "" : " " + d.toMinutesPart() + " min");
    }
    return d.toMinutes() >= 1 ? d.toMinutes() + " min" : d.toSeconds() + " s";
  }

  /** Formats an instant relative to now and absolutely: {@code 2 h ago (2026-01-01T00:00:00Z)}. */
  public static String fromNow(Instant instant, Instant now) {
    String distance = duration(Duration.between(now, instant));
    return (instant.isAfter(now) ? "in " + distance : distance + " ago")
        + " ("
        + instant.truncatedTo(ChronoUnit.SECONDS)
        + ")";
  }
}
