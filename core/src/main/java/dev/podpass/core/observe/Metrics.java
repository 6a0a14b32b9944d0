// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import dev.podpass.core.observe.PendingDeltas.Part;
import dev.podpass.core.observe.PendingDeltas.Position;
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
  private final Map<MetricFamily, Map<String, BigDecimal>> samples = new TreeMap<>();

  private Position position;

  private Metrics(Position position) {
    this.position = position;
  }

  /**
   * Parses a file; empty unless the text is exactly as {@link #text} writes it. Lines that were
   * counted once are not counted again, even then.
   */
  static Metrics parse(String text) {
    Metrics metrics = samples(text);
    return metrics.text().equals(text) ? metrics : new Metrics(metrics.position);
  }

  private static Metrics samples(String text) {
    Metrics metrics = new Metrics(Position.in(text));
    text.lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(sample ->
            MetricFamily.of(sample.group("name"))
                .ifPresent(family ->
                    metrics.put(
                        family, sample.group("series"), new BigDecimal(sample.group("value")))));
    return metrics;
  }

  private void put(MetricFamily family, String series, BigDecimal value) {
    samples.computeIfAbsent(family, f -> new LinkedHashMap<>()).put(series, value);
  }

  private void add(MetricFamily family, String series, BigDecimal more) {
    samples
        .computeIfAbsent(family, f -> new LinkedHashMap<>())
        .merge(series, more, BigDecimal::add);
  }

  /** The position in {@link PendingDeltas} up to which pulls are counted. */
  Position position() {
    return position;
  }

  void continueAt(Position other) {
    position = other;
  }

  /** Counts the pulls that follow the position. */
  void add(Part next) {
    next.deltas().forEach(this::count);
    position = next.end();
  }

  private void count(Delta pull) {
    String provider = "provider=\"" + pull.provider() + "\"";
    add(
        MetricFamily.REQUESTS,
        "podpass_requests_total{" + provider + ",result=\"" + pull.result() + "\"}",
        BigDecimal.ONE);
    if (pull.cached()) {
      add(MetricFamily.CACHE_HITS, "podpass_cache_hits_total{" + provider + "}", BigDecimal.ONE);
    }
    if (!pull.audited()) {
      add(
          MetricFamily.AUDIT_LOST,
          "podpass_audit_lines_lost_total{" + provider + "}",
          BigDecimal.ONE);
    }
    pull.exchange().ifPresent(took -> observe(provider, took));
    if (pull.answered()) {
      put(
          MetricFamily.LAST_SUCCESS,
          "podpass_last_success_timestamp_seconds{" + provider + "}",
          BigDecimal.valueOf(pull.second()));
    }
  }

  private void observe(String provider, Duration took) {
    BigDecimal seconds = BigDecimal.valueOf(took.toMillis(), 3);
    for (double bucket : BUCKETS) {
      boolean within = seconds.compareTo(BigDecimal.valueOf(bucket)) <= 0;
      bucket(provider, BigDecimal.valueOf(bucket).stripTrailingZeros().toPlainString(), within);
    }
    bucket(provider, "+Inf", true);
    add(MetricFamily.EXCHANGE, "podpass_exchange_seconds_sum{" + provider + "}", seconds);
    add(MetricFamily.EXCHANGE, "podpass_exchange_seconds_count{" + provider + "}", BigDecimal.ONE);
  }

  private void bucket(String provider, String bound, boolean within) {
    add(
        MetricFamily.EXCHANGE,
        "podpass_exchange_seconds_bucket{" + provider + ",le=\"" + bound + "\"}",
        within ? BigDecimal.ONE : BigDecimal.ZERO);
  }

  /** The metrics in Prometheus' text format. */
  String text() {
    StringBuilder text = new StringBuilder(position.line() + "\n");
    samples.forEach((family, series) -> {
      text.append("# HELP " + family.metric() + " " + family.help() + "\n");
      text.append("# TYPE " + family.metric() + " " + family.type() + "\n");
      series.forEach((name, value) -> text.append(name + " " + value.toPlainString() + "\n"));
    });
    return text.toString();
  }
}
