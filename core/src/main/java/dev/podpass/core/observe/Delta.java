// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import dev.podpass.core.observe.PullOutcome.Source;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one pull adds to the metrics, as a comment line of the {@link MetricsFile}. The provider is
 * {@code none} if none was chosen; the time of the end is in seconds since 1970.
 */
record Delta(
    String provider,
    String result,
    boolean cached,
    Optional<Duration> exchange,
    long second,
    boolean audited) {
  /** The beginning of a line. */
  static final String MARK = "# podpass ";

  private static final String NONE = "-";

  /** The last word is one of two, so that a line that is cut off is not read. */
  private static final Pattern LINE =
      Pattern.compile(
          MARK
              + "(?<provider>[A-Za-z0-9_.+-]{1,60}) (?<result>[a-z_]{1,60}) (?<source>cached|other)"
              + " (?<exchange>-|[0-9]{1,9}) (?<second>[0-9]{1,12}) (?<audit>audited|lost)");

  static Delta of(PullOutcome outcome, boolean audited) {
    return new Delta(
        outcome.provider().orElse("none"),
        outcome.result(),
        outcome.source() == Source.CACHE && outcome.failure().isEmpty(),
        outcome.exchange(),
        outcome.at().getEpochSecond(),
        audited);
  }

  /** A line that this class has not written has no result. */
  static Optional<Delta> parse(String line) {
    Matcher fields = LINE.matcher(line);
    return fields.matches() ? Optional.of(of(fields)) : Optional.empty();
  }

  private static Delta of(Matcher fields) {
    String exchange = fields.group("exchange");
    return new Delta(
        fields.group("provider"),
        fields.group("result"),
        fields.group("source").equals("cached"),
        exchange.equals(NONE)
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(Long.parseLong(exchange))),
        Long.parseLong(fields.group("second")),
        fields.group("audit").equals("audited"));
  }

  String line() {
    return MARK
        + String.join(
            " ",
            provider,
            result,
            cached ? "cached" : "other",
            exchange.map(took -> String.valueOf(took.toMillis())).orElse(NONE),
            String.valueOf(second),
            audited ? "audited" : "lost");
  }
}
