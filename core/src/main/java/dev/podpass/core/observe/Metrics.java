// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The metrics of pulls. No label contains a namespace, account or image: their number is unbounded,
 * and they come from untrusted sources.
 */
final class Metrics {
  /** From a fast second connection to the time at which kubelet gives up. */
  private static final List<BigDecimal> BUCKETS =
      Stream.of("0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "25")
          .map(BigDecimal::new)
          .toList();

  /**
   * The series of each family in insertion order, because the format requires a histogram's buckets
   * in order.
   */
  private final Map<MetricFamily, Map<String, BigDecimal>> samples = new TreeMap<>();

  private Metrics() {}

  /**
   * Parses a file: the sum of its counters and of the lines of pulls after them. The counters are
   * zero unless their text is exactly as {@link #text} writes it.
   *
   * @param version of podpass that writes the file next
   * @param configured the ids of its providers
   */
  static Metrics parse(String text, String version, List<String> configured) {
    int empty = ("\n" + text).indexOf("\n\n");
    String counters = empty < 0 ? text : text.substring(0, empty);
    List<String> pulls = text.substring(counters.length()).lines().toList();
    Metrics read = new Metrics();
    counters.lines().map(Sample::parse).flatMap(Optional::stream).forEach(read::put);
    boolean whole = read.text().equals(counters) && pulls.stream().allMatch(Metrics::isComment);
    Metrics metrics = whole ? read : new Metrics();
    metrics.begin(version, configured);
    pulls.stream().map(Delta::parse).flatMap(Optional::stream).forEach(metrics::count);
    return metrics;
  }

  /** The line of a pull, or what a killed process has written of one. */
  private static boolean isComment(String line) {
    return line.isEmpty() || line.startsWith("#");
  }

  private void put(Sample sample) {
    MetricFamily.of(sample.name())
        .ifPresent(family -> put(family, sample.series(), sample.value()));
  }

  private void put(MetricFamily family, String series, BigDecimal value) {
    samples.computeIfAbsent(family, f -> new LinkedHashMap<>()).put(series, value);
  }

  private void add(MetricFamily family, String series, BigDecimal more) {
    samples
        .computeIfAbsent(family, f -> new LinkedHashMap<>())
        .merge(series, more, BigDecimal::add);
  }

  /**
   * Names the version of podpass that writes the file, and begins all counters of its providers:
   * Prometheus sees no increase in a first sample. The same version has begun them once.
   */
  private void begin(String version, List<String> providers) {
    String build =
        series(
            MetricFamily.BUILD, "version=\"" + version.replaceAll("[^A-Za-z0-9_.+-]", "_") + "\"");
    boolean same = has(MetricFamily.BUILD, build);
    samples.put(MetricFamily.BUILD, new LinkedHashMap<>(Map.of(build, BigDecimal.ONE)));
    for (String id : providers) {
      String provider = provider(id);
      if (!same || !has(MetricFamily.EXCHANGE, exchange("_count", provider))) {
        begin(provider);
      }
    }
  }

  private boolean has(MetricFamily family, String series) {
    return samples.getOrDefault(family, Map.of()).containsKey(series);
  }

  private void begin(String provider) {
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
    for (BigDecimal bound : BUCKETS) {
      bucket(
          provider, bound.toPlainString(), seconds.compareTo(bound) <= 0 ? one : BigDecimal.ZERO);
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
    StringBuilder text = new StringBuilder(16 << 10);
    samples.forEach((family, series) -> {
      text.append("# HELP " + family.metric() + " " + family.help() + "\n");
      text.append("# TYPE " + family.metric() + " " + family.type() + "\n");
      series.forEach((name, value) ->
          text.append(name).append(' ').append(value.toPlainString()).append('\n'));
    });
    return text.toString();
  }
}
