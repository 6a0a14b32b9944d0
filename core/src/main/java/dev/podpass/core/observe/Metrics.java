// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The metrics of pulls, in Prometheus' text format. No label contains a namespace, account or
 * image: their number is unbounded, and they come from untrusted sources.
 *
 * <p>A pull changes a few numbers in the text: to read and write two hundred samples took longer
 * than the rest of an answer from the cache.
 */
final class Metrics {
  /** From a fast second connection to the time at which kubelet gives up. */
  private static final List<BigDecimal> BUCKETS =
      Stream.of("0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "25")
          .map(BigDecimal::new)
          .toList();

  /** Begins a comment line, behind which the lines of pulls are. */
  private static final String CHECKSUM = "# checksum ";

  /** The text of each family; its series are in the order in which they began. */
  private final Map<Family, StringBuilder> families = new EnumMap<>(Family.class);

  private Metrics(String text) {
    int end = text.length();
    for (Family family : List.of(Family.values()).reversed()) {
      int begin = text.lastIndexOf(family.header, end);
      if (begin >= 0) {
        of(family).append(text, begin, end);
        end = begin;
      }
    }
  }

  /**
   * Parses a file: the sum of its counters and of the lines of pulls after them. The counters are
   * zero unless their text is exactly as {@link #text} has written it.
   */
  static Metrics parse(String file, String version, List<String> configured) {
    int end = Math.max(0, file.lastIndexOf(CHECKSUM));
    String counters = file.substring(0, end);
    List<String> pulls = file.substring(end).lines().toList();
    boolean whole =
        file.startsWith(checksum(counters), end) && pulls.stream().allMatch(Metrics::isComment);
    Metrics metrics = new Metrics(whole ? counters : "");
    metrics.begin(version, configured);
    pulls.stream().map(Delta::parse).flatMap(Optional::stream).forEach(metrics::count);
    return metrics;
  }

  /** The line of a pull, or what a killed process has written of one. */
  private static boolean isComment(String line) {
    return line.isEmpty() || line.startsWith("#");
  }

  /** Of one sum or another: the file is damaged by accident, not on purpose. */
  private static String checksum(String counters) {
    return CHECKSUM + HexFormat.of().toHexDigits(counters.hashCode()) + "\n";
  }

  /**
   * Names the version of podpass that writes the file, and begins all counters of its providers:
   * Prometheus sees no increase in a first sample. The same version has begun them once.
   */
  private void begin(String version, List<String> providers) {
    String build =
        series(Family.BUILD, "version=\"" + version.replaceAll("[^A-Za-z0-9_.+-]", "_") + "\"");
    boolean same = find(Family.BUILD, build) >= 0;
    for (String id : providers) {
      String provider = provider(id);
      if (!same || find(Family.CACHE_HITS, hits(provider)) < 0) {
        begin(provider);
      }
    }
    if (!same) {
      of(Family.BUILD).setLength(0);
      put(Family.BUILD, build, _ -> BigDecimal.ONE);
    }
  }

  private void begin(String provider) {
    PullOutcome.results()
        .forEach(result -> add(Family.REQUESTS, requests(provider, result), BigDecimal.ZERO));
    add(Family.CACHE_HITS, hits(provider), BigDecimal.ZERO);
    add(Family.AUDIT_LOST, series(Family.AUDIT_LOST, provider), BigDecimal.ZERO);
    // A rule cannot see how long a series has been missing.
    add(Family.LAST_SUCCESS, series(Family.LAST_SUCCESS, provider), BigDecimal.ZERO);
    observe(provider, Optional.empty());
  }

  private static String provider(String id) {
    return "provider=\"" + id + "\"";
  }

  private static String series(Family family, String labels) {
    return family.metric + "{" + labels + "}";
  }

  private static String hits(String provider) {
    return series(Family.CACHE_HITS, provider);
  }

  private static String requests(String provider, String result) {
    return series(Family.REQUESTS, provider + ",result=\"" + result + "\"");
  }

  private void count(Delta pull) {
    String provider = provider(pull.provider());
    add(Family.REQUESTS, requests(provider, pull.result()), BigDecimal.ONE);
    if (pull.cached()) {
      add(Family.CACHE_HITS, hits(provider), BigDecimal.ONE);
    }
    if (!pull.audited()) {
      add(Family.AUDIT_LOST, series(Family.AUDIT_LOST, provider), BigDecimal.ONE);
    }
    if (pull.exchange().isPresent()) {
      observe(provider, pull.exchange());
    }
    if (PullOutcome.isCredential(pull.result())) {
      put(
          Family.LAST_SUCCESS,
          series(Family.LAST_SUCCESS, provider),
          _ -> BigDecimal.valueOf(pull.second()));
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
    add(Family.EXCHANGE, exchange("_sum", provider), seconds);
    add(Family.EXCHANGE, exchange("_count", provider), one);
  }

  private void bucket(String provider, String bound, BigDecimal more) {
    add(Family.EXCHANGE, exchange("_bucket", provider + ",le=\"" + bound + "\""), more);
  }

  private static String exchange(String part, String labels) {
    return Family.EXCHANGE.metric + part + "{" + labels + "}";
  }

  private void add(Family family, String series, BigDecimal more) {
    put(family, series, more::add);
  }

  /** Changes the value of a series; one that is missing begins at zero. */
  private void put(Family family, String series, UnaryOperator<BigDecimal> change) {
    StringBuilder text = of(family);
    if (text.isEmpty()) {
      text.append(family.header);
    }
    int line = find(family, series);
    if (line < 0) {
      line = text.length() - 1;
      text.append(series).append(" 0\n");
    }
    int begin = line + series.length() + 2;
    int end = text.indexOf("\n", begin);
    text.replace(
        begin, end, change.apply(new BigDecimal(text.substring(begin, end))).toPlainString());
  }

  private StringBuilder of(Family family) {
    return families.computeIfAbsent(family, _ -> new StringBuilder());
  }

  /** Where the line end before a series is; negative if there is no such series. */
  private int find(Family family, String series) {
    return of(family).indexOf("\n" + series + " ");
  }

  String text() {
    String text = String.join("", families.values());
    return text + checksum(text);
  }

  /** The metric families, in their order of output. */
  private enum Family {
    REQUESTS(
        "podpass_requests_total", "counter", "Requests from kubelet, by provider and outcome."),
    CACHE_HITS("podpass_cache_hits_total", "counter", "Requests answered from the node cache."),
    AUDIT_LOST(
        "podpass_audit_lines_lost_total",
        "counter",
        "Lines that could not be written to the audit log."),
    EXCHANGE(
        "podpass_exchange_duration_seconds",
        "histogram",
        "Duration of exchanges with the cloud, including those that failed."),
    LAST_SUCCESS(
        "podpass_last_success_timestamp_seconds",
        "gauge",
        "Time of the last answered request, 0 before it."),
    BUILD("podpass_build_info", "gauge", "The version of podpass that wrote this file last.");

    private final String metric;
    private final String header;

    Family(String metric, String type, String help) {
      this.metric = metric;
      this.header = "# HELP %1$s %2$s\n# TYPE %1$s %3$s\n".formatted(metric, help, type);
    }
  }
}
