// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import java.time.Duration;

/**
 * Formats durations as Go does, which is the only format that kubelet accepts.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
final class GoDuration {
  private GoDuration() {}

  /** Whole seconds as {@code 1h2m3s}. */
  static String format(Duration duration) {
    String seconds = duration.toSecondsPart() + "s";
    if (duration.toMinutes() == 0) {
      return seconds;
    }
    String minutes = duration.toMinutesPart() + "m" + seconds;
    return duration.toHours() == 0 ? minutes : duration.toHours() + "h" + minutes;
  }
}
