// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

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

  private final String metric;
  private final String header;

  MetricFamily(String metric, String type, String help) {
    this.metric = metric;
    this.header = "# HELP %1$s %2$s\n# TYPE %1$s %3$s\n".formatted(metric, help, type);
  }

  String metric() {
    return metric;
  }

  String header() {
    return header;
  }
}
