// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The metric families, in their order of output. */
enum MetricFamily {
  REQUESTS("podpass_requests_total", "counter", "Requests from kubelet, by provider and outcome."),
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
      "podpass_last_success_timestamp_seconds", "gauge", "Time of the last answered request."),
  BUILD("podpass_build_info", "gauge", "The version of podpass that wrote this file last.");

  private static final Map<String, MetricFamily> BY_SAMPLE = new HashMap<>();

  static {
    for (MetricFamily family : values()) {
      family.samples().forEach(sample -> BY_SAMPLE.put(sample, family));
    }
  }

  private final String metric;
  private final String type;
  private final String help;

  MetricFamily(String metric, String type, String help) {
    this.metric = metric;
    this.type = type;
    this.help = help;
  }

  /** The family that a sample's name belongs to. */
  static Optional<MetricFamily> of(String sample) {
    return Optional.ofNullable(BY_SAMPLE.get(sample));
  }

  private Stream<String> samples() {
    return this == EXCHANGE
        ? Stream.of("_bucket", "_sum", "_count").map(metric::concat)
        : Stream.of(metric);
  }

  String metric() {
    return metric;
  }

  String type() {
    return type;
  }

  String help() {
    return help;
  }
}
