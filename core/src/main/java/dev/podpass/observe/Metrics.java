// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import dev.podpass.observe.PullOutcome.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics of pulls. No label contains a namespace, account or image: their number is unbounded,
 * and they come from untrusted sources.
 */
final class Metrics {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(?<series>(?<name>podpass_[a-z_]{1,60})\\{[a-z]+=\"[A-Za-z0-9_.+-]*\"(,[a-z]+=\"[A-Za-z0-9_.+-]*\")?})"
              + " (?<value>[0-9]{1,19}(\\.[0-9]{1,9})?)");

  /** From a fast second connection to the time at which kubelet gives up. */
  private static final double[] BUCKETS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25};

  /**
   * The series of each family in insertion order, because the format requires a histogram's buckets
   * in order.
   */
  private final Map<Family, Map<String, BigDecimal>> samples = new TreeMap<>();

  private Metrics() {}

  /** Parses a file; empty unless the text is exactly as {@link #text} writes it. */
  static Metrics parse(String text) {
    Metrics metrics = samples(text);
    return metrics.text().equals(text) ? metrics : new Metrics();
  }

  private static Metrics samples(String text) {
    Metrics metrics = new Metrics();
    text.lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(sample ->
            Family.of(sample.group("name"))
                .ifPresent(family ->
                    metrics.put(
                        family, sample.group("series"), new BigDecimal(sample.group("value")))));
    return metrics;
  }

  private void put(Family family, String series, BigDecimal value) {
    samples.computeIfAbsent(family, f -> new LinkedHashMap<>()).put(series, value);
  }

  private void add(Family family, String series, BigDecimal more) {
    samples
        .computeIfAbsent(family, f -> new LinkedHashMap<>())
        .merge(series, more, BigDecimal::add);
  }

  void count(PullOutcome outcome, boolean audited) {
    String provider = "provider=\"" + outcome.provider().orElse("") + "\"";
    add(
        Family.REQUESTS,
        "podpass_requests_total{" + provider + ",result=\"" + outcome.result() + "\"}",
        BigDecimal.ONE);
    if (outcome.source() == Source.CACHE && outcome.failure().isEmpty()) {
      add(Family.CACHE_HITS, "podpass_cache_hits_total{" + provider + "}", BigDecimal.ONE);
    }
    if (!audited) {
      add(Family.AUDIT_LOST, "podpass_audit_lines_lost_total{" + provider + "}", BigDecimal.ONE);
    }
    outcome.exchange().ifPresent(took -> observe(provider, took));
    if (outcome.failure().isEmpty()) {
      put(
          Family.LAST_SUCCESS,
          "podpass_last_success_timestamp_seconds{" + provider + "}",
          BigDecimal.valueOf(outcome.at().getEpochSecond()));
    }
  }

  private void observe(String provider, Duration took) {
    BigDecimal seconds = BigDecimal.valueOf(took.toMillis(), 3);
    for (double bucket : BUCKETS) {
      boolean within = seconds.compareTo(BigDecimal.valueOf(bucket)) <= 0;
      bucket(provider, BigDecimal.valueOf(bucket).stripTrailingZeros().toPlainString(), within);
    }
    bucket(provider, "+Inf", true);
    add(Family.EXCHANGE, "podpass_exchange_seconds_sum{" + provider + "}", seconds);
    add(Family.EXCHANGE, "podpass_exchange_seconds_count{" + provider + "}", BigDecimal.ONE);
  }

  private void bucket(String provider, String bound, boolean within) {
    add(
        Family.EXCHANGE,
        "podpass_exchange_seconds_bucket{" + provider + ",le=\"" + bound + "\"}",
        within ? BigDecimal.ONE : BigDecimal.ZERO);
  }

  /** The metrics in Prometheus' text format. */
  String text() {
    StringBuilder text = new StringBuilder();
    samples.forEach((family, series) -> {
      text.append("# HELP %s %s\n".formatted(family.metric(), family.help()));
      text.append("# TYPE %s %s\n".formatted(family.metric(), family.type()));
      series.forEach((name, value) -> text.append(name + " " + value.toPlainString() + "\n"));
    });
    return text.toString();
  }
}
