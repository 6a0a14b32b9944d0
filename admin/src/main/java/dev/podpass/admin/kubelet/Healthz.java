// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import dev.podpass.failure.CredentialException;
import dev.podpass.http.ConnectionSettings;
import dev.podpass.http.Deadline;
import dev.podpass.http.RetryingConnections;
import dev.podpass.http.Watchdog;
import dev.podpass.http.proxy.ProxyRules;
import dev.podpass.http.tls.CaBundle;
import dev.podpass.log.Log;
import dev.podpass.spi.http.HttpRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Kubelet's own word on its health, which it gives on loopback once it has read its configuration.
 *
 * @param uri {@code http://127.0.0.1:10248/healthz}
 */
record Healthz(URI uri) {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** No certificate and no proxy has a part in it. */
  private static final ConnectionSettings LOOPBACK =
      new ConnectionSettings(
          new CaBundle(List.of()), ProxyRules.fromEnvironment(Map.of()), Log.NONE);

  boolean isGood() {
    Deadline deadline = Deadline.of(LIMIT, Duration.ZERO);
    try (Watchdog watchdog = Watchdog.start(deadline, () -> {});
        RetryingConnections connections = RetryingConnections.open(LOOPBACK, watchdog)) {
      return connections.send(HttpRequest.of("GET", uri)).status() == 200;
    } catch (CredentialException _) {
      return false;
    }
  }
}
