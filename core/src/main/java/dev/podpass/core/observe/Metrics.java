// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  private Metrics() {}

  /**
   * Parses a file: the sum of its counters and of the lines of pulls. The counters are zero unless
   * their text is exactly as {@link #text} writes it.
   */
  static Metrics parse(String text) {
    String counters =
        text.lines()
            .filter(line -> !line.isEmpty() && !isComment(line))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    Metrics read = samples(counters);
    Metrics metrics = read.text().equals(counters) ? read : new Metrics();
    text.lines().map(Delta::parse).flatMap(Optional::stream).forEach(metrics::count);
    return metrics;
  }

  /** The line of a pull, or what a killed process has written of one. */
  private static boolean isComment(String line) {
    return line.startsWith("#") && !line.startsWith("# HELP ") && !line.startsWith("# TYPE ");
  }

  private static Metrics samples(String text) {
    Metrics metrics = new Metrics();
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

  /** Names the version of podpass that writes the file. */
  void builtAs(String version) {
    samples.put(
        MetricFamily.BUILD,
        new LinkedHashMap<>(
            Map.of(
                "podpass_build_info{version=\""
                    + version.replaceAll("[^A-Za-z0-9_.+-]", "_")
                    + "\"}",
                BigDecimal.ONE)));
  }

  /** Begins all counters of a provider: Prometheus sees no increase in a first sample. */
  void begin(String id) {
    String provider = provider(id);
    PullOutcome.results()
        .forEach(result -> add(MetricFamily.REQUESTS, requests(provider, result), BigDecimal.ZERO));
    add(MetricFamily.CACHE_HITS, series(MetricFamily.CACHE_HITS, provider), BigDecimal.ZERO);
    add(MetricFamily.AUDIT_LOST, series(MetricFamily.AUDIT_LOST, provider), BigDecimal.ZERO);
    observe(provider, Optional.empty());
  }

  private static String provider(String id) {
    return "provider=\"" + id + "\"";
  }

  private static String series(MetricFamily family, String labels) {
    return family.metric() + "{" + labels + "}";
  }

  private static String requests(String provider, String result) {
    return series(MetricFamily.REQUESTS, provider + ",result=\"" + result + "\"");
  }

  private void count(Delta pull) {
    String provider = provider(pull.provider());
    add(MetricFamily.REQUESTS, requests(provider, pull.result()), BigDecimal.ONE);
    if (pull.cached()) {
      add(MetricFamily.CACHE_HITS, series(MetricFamily.CACHE_HITS, provider), BigDecimal.ONE);
    }
    if (!pull.audited()) {
      add(MetricFamily.AUDIT_LOST, series(MetricFamily.AUDIT_LOST, provider), BigDecimal.ONE);
    }
    if (pull.exchange().isPresent()) {
      observe(provider, pull.exchange());
    }
    if (pull.answered()) {
      put(
          MetricFamily.LAST_SUCCESS,
          series(MetricFamily.LAST_SUCCESS, provider),
          BigDecimal.valueOf(pull.second()));
    }
  }

  /** Adds an exchange to the histogram; none begins it. */
  private void observe(String provider, Optional<Duration> exchange) {
    BigDecimal seconds =
        exchange.map(took -> BigDecimal.valueOf(took.toMillis(), 3)).orElse(BigDecimal.ZERO);
    BigDecimal one = exchange.isPresent() ? BigDecimal.ONE : BigDecimal.ZERO;
    for (double bound : BUCKETS) {
      BigDecimal bucket = BigDecimal.valueOf(bound).stripTrailingZeros();
      bucket(
          provider, bucket.toPlainString(), seconds.compareTo(bucket) <= 0 ? one : BigDecimal.ZERO);
    }
    bucket(provider, "+Inf", one);
    add(MetricFamily.EXCHANGE, exchange("_sum", provider), seconds);
    add(MetricFamily.EXCHANGE, exchange("_count", provider), one);
  }

  private void bucket(String provider, String bound, BigDecimal more) {
    add(MetricFamily.EXCHANGE, exchange("_bucket", provider + ",le=\"" + bound + "\""), more);
  }

  private static String exchange(String part, String labels) {
    return MetricFamily.EXCHANGE.metric() + part + "{" + labels + "}";
  }

  /** The metrics in Prometheus' text format. */
  String text() {
    StringBuilder text = new StringBuilder();
    samples.forEach((family, series) -> {
      text.append("# HELP " + family.metric() + " " + family.help() + "\n");
      text.append("# TYPE " + family.metric() + " " + family.type() + "\n");
      series.forEach((name, value) -> text.append(name + " " + value.toPlainString() + "\n"));
    });
    return text.toString();
  }
}
