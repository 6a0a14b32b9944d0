// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

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

  /** What a histogram's name ends in. */
  private static final Set<String> PARTS = Set.of("_bucket", "_sum", "_count");

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
    return Arrays.stream(values()).filter(family -> family.has(sample)).findFirst();
  }

  private boolean has(String sample) {
    return sample.equals(metric)
        || (this == EXCHANGE
            && sample.startsWith(metric)
            && PARTS.contains(sample.substring(metric.length())));
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
