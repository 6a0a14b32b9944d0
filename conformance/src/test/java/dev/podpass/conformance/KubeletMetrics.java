// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the cluster's kubelet counts. */
final class KubeletMetrics {
  private static final URI METRICS = URI.create("http://127.0.0.1:10255/metrics");
  private static final Pattern EXECS =
      Pattern.compile(
          "kubelet_credential_provider_plugin_duration_count\\{plugin_name=\"([^\"]+)\"} (\\d+)");

  private KubeletMetrics() {}

  /** The number of a plugin's runs, from kubelet's metrics. */
  static int execs(String plugin) {
    HttpRequest request = HttpRequest.newBuilder(METRICS).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String metrics = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return EXECS
          .matcher(metrics)
          .results()
          .filter((MatchResult found) -> found.group(1).equals(plugin))
          .mapToInt(found -> Integer.parseInt(found.group(2)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while metrics were read", e);
    }
  }
}
