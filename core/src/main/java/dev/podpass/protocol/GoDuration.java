// SPDX-License-Identifier: Apache-2.0
package dev.podpass.protocol;

import java.time.Duration;

/**
 * Durations as Go writes and reads them; kubelet understands no other form.
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
