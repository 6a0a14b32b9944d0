// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet did for the pods of a manifest.
 *
 * @param kubernetes the version of the code
 * @param plugins those that ran at least once
 * @param tokenRequests how many tokens it asked the API server for
 * @param log the kubelet's log, an entry a line
 */
record PullReport(
    String kubernetes,
    List<Lookup> lookups,
    List<Usage> plugins,
    int tokenRequests,
    double seconds,
    List<String> log) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The credentials that the kubelet would try for an image of a pod, in order.
   *
   * @param pod namespace and name
   * @param auth empty if it would pull anonymously
   */
  record Lookup(String pod, String image, List<Auth> auth, double seconds) {}

  /**
   * A credential, as the kubelet hands it to the container runtime.
   *
   * @param serviceAccount whose it is in the kubelet's records of pulled images (KEP-2535)
   * @param serviceAccountUid distinguishes it from an earlier account of the same name
   */
  record Auth(
      String username,
      String password,
      int passwordLength,
      @Nullable String serviceAccount,
      @JsonProperty("serviceAccountUID") @Nullable String serviceAccountUid) {
    /** Without the password. */
    @Override
    public String toString() {
      return "%s (%d characters) of %s".formatted(username, passwordLength, serviceAccount);
    }
  }

  /** What the kubelet's metrics say of a plugin. */
  record Usage(String name, int execs, int errors, double seconds) {}

  static PullReport parse(String json) {
    try {
      return JSON.readValue(json, PullReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a report: " + json, e);
    }
  }

  /** In one line, for a person who watches. */
  String summary() {
    return "%d lookups, %d runs of the plugin, %d errors, %d token requests, %.1f s"
        .formatted(lookups.size(), execs(), errors(), tokenRequests, seconds);
  }

  /** How often plugins ran. */
  int execs() {
    return plugins.stream().mapToInt(Usage::execs).sum();
  }

  /** How many of the runs the kubelet counts as failed. */
  int errors() {
    return plugins.stream().mapToInt(Usage::errors).sum();
  }
}
