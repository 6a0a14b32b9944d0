// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import java.util.Arrays;
import java.util.Optional;

/** The metrics, in the order in which they are written. */
enum Family {
  REQUESTS(
      "podpass_requests_total",
      "counter",
      "Requests of kubelet, by provider and by how they ended."),
  CACHE_HITS("podpass_cache_hits_total", "counter", "Requests that the node's cache answered."),
  AUDIT_LOST(
      "podpass_audit_lines_lost_total",
      "counter",
      "Requests whose line could not be written to the audit log."),
  EXCHANGE(
      "podpass_exchange_seconds",
      "histogram",
      "How long exchanges with the cloud took, whatever came of them."),
  LAST_SUCCESS(
      "podpass_last_success_timestamp_seconds", "gauge", "When a request was last answered.");

  private final String metric;
  private final String type;
  private final String help;

  Family(String metric, String type, String help) {
    this.metric = metric;
    this.type = type;
    this.help = help;
  }

  /** The family of a sample of this name. */
  static Optional<Family> of(String sample) {
    return Arrays.stream(values())
        .filter(family ->
            sample.equals(family.metric)
                || (family == EXCHANGE && sample.matches(family.metric + "_(bucket|sum|count)")))
        .findFirst();
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
