// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.net.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Proxies: whom they are trusted to be, their passwords, and their refusals. */
@Timeout(60)
class ProxyIntegrationTest extends RealServerFixture {
  /** One trust context a hop: a pod's CA certificate is trusted for the API server only. */
  @Test
  void whoIsTrustedToBeTheServerIsNotTrustedToBeTheProxy() {
    serve(Answer.json(200, "{}"));
    CaBundle fakes = new CaBundle(List.of(clouds.caFile()));
    CaBundle others = new CaBundle(List.of());

    try (RetryingConnections connections = throughTls(fakes, fakes)) {
      assertThat(connections.send(REQUEST).status()).isEqualTo(200);
    }
    try (RetryingConnections connections = throughTls(others, fakes)) {
      assertThatThrownBy(() -> connections.send(REQUEST))
          .hasMessageContaining("the proxy's certificate is not trusted by " + others);
    }
    assertThat(clouds.received().connectsTo(HOST + ":443")).hasSize(1);
    try (RetryingConnections connections = throughTls(fakes, others)) {
      assertThatThrownBy(() -> connections.send(REQUEST))
          .hasMessageContaining("its certificate is not trusted by " + others);
    }
  }

  private RetryingConnections throughTls(CaBundle proxy, CaBundle server) {
    ConnectionSettings network =
        new ConnectionSettings(
            proxy,
            ProxyRules.fromEnvironment(Map.of("HTTPS_PROXY", clouds.secureProxy().toString())),
            Log.NONE);
    Watchdog watchdog = Watchdog.start(Deadline.of(deadline, Duration.ZERO), () -> {});
    return RetryingConnections.open(network.to(server), watchdog, lookup);
  }

  /** The port of a server that is gone. */
  @Test
  void aProxyThatDoesNotListenIsTold() {
    int port = clouds.proxy().getPort();
    clouds.close();

    assertFails(
        Kind.UNAVAILABLE,
        "through proxy http://127.0.0.1:"
            + port
            + " failed: the proxy cannot be reached: no"
            + " connection: Connection refused (127.0.0.1, port "
            + port
            + ")");
  }
}
