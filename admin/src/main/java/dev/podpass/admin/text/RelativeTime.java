// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import java.time.Duration;
import java.time.Instant;

/** Times as people say them. */
public final class RelativeTime {
  private RelativeTime() {}

  /** Such as {@code 43 min}, by the largest unit that fits. */
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

  /** Such as {@code in 43 min}, {@code 2 h ago}, with the instant itself. */
  public static String fromNow(Instant instant, Instant now) {
    String distance = duration(Duration.between(now, instant));
    return (instant.isAfter(now) ? "in " + distance : distance + " ago") + " (" + instant + ")";
  }
}
