// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses durations in Kubernetes notation: {@code 45s}, {@code 15m}, {@code 1h30m}.
 *
 * @param shortest the minimum
 * @param longest the maximum
 */
record DurationParser(Duration shortest, Duration longest) implements Function<String, Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");

  @Override
  public Duration apply(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException("must be a duration such as 45s or 1h30m");
    }
    Duration duration =
        Duration.ofHours(number(matcher.group(1)))
            .plusMinutes(number(matcher.group(2)))
            .plusSeconds(number(matcher.group(3)));
    if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "must be from %d to %d seconds".formatted(shortest.toSeconds(), longest.toSeconds()));
    }
    return duration;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
