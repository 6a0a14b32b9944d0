// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server: each trap of HTTP clients that podpass must not step into. */
@Timeout(60)
class RetryingConnectionsIntegrationTest extends RealServerFixture {
  @Test
  void sendsTheRequestAsItIsAndKeepsTheConnection() {
    serve(Answer.json(200, "{\"ok\":true}").with("X-Request-Id", "r1"));

    try (RetryingConnections connections = open()) {
      HttpResponse response = connections.send(REQUEST);
      connections.send(REQUEST);

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("{\"ok\":true}");
      assertThat(response.header("x-request-id")).contains("r1");
    }
    assertThat(clouds.received().requestsTo(HOST))
        .hasSize(2)
        .allSatisfy(received -> {
          assertThat(received.method()).isEqualTo("POST");
          assertThat(received.target()).isEqualTo("/token");
          assertThat(received.body().text()).isEqualTo("hunter2");
          assertThat(received.header("Host")).contains(HOST);
          assertThat(received.header("User-Agent")).contains("podpass");
          assertThat(received.header("Accept-Encoding")).isEmpty();
        });
    assertThat(clouds.received().connectsTo(HOST + ":443")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 407})
  void anAttemptIsOneRequestAndTheBodyOfARefusalIsKept(int status) {
    serve(Answer.json(status, "{\"error\":\"why\"}").with("WWW-Authenticate", "Basic realm=x"));

    try (RetryingConnections connections = open()) {
      assertThat(connections.send(REQUEST).text()).isEqualTo("{\"error\":\"why\"}");
    }
    assertThat(clouds.received().requestsTo(HOST)).hasSize(1);
  }

  @Test
  void usesTheSecondAddressOfANameIfTheFirstIsDead() {
    serve(Answer.json(200, "{}"));
    lookup =
        name ->
            new InetAddress[] {
              InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")
            };

    try (RetryingConnections connections =
        open("http://proxy.example:" + clouds.proxy().getPort())) {
      assertThat(connections.send(REQUEST).text()).isEqualTo("{}");
    }
    assertThat(clouds.received().requestsTo(HOST)).hasSize(1);
  }

  @Test
  void sendsNothingInTheClearToWhereANameLeadsAwayFromTheNode() {
    lookup = name -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
    HttpRequest request =
        HttpRequest.of(
            "GET",
            URI.create("http://metadata.google.internal:" + clouds.gceMetadata().getPort() + "/"));

    try (RetryingConnections connections = open()) {
      assertThatThrownBy(() -> connections.send(request))
          .hasMessageContaining("its name resolves to an address outside the node");
    }
    assertThat(clouds.received().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) {
    serve(Answer.status(status).with("Location", clouds.elsewhere().toString()));

    assertFails(
        Kind.UNAVAILABLE,
        "it answers with a redirect (HTTP " + status + "), which is not followed");
    assertThat(clouds.received().proxyRequests()).hasSize(1);
    assertThat(clouds.received().requests()).hasSize(1);
  }

  @Test
  void readsNoMoreThanAMebibyte() {
    serve(Answer.json(200, "{}"));
    for (Fault fault :
        List.of(Faults.oversize((1 << 20) + 1), Faults.oversizeInChunks((1 << 20) + 1))) {
      clouds.behave();
      misbehave(fault);

      assertFails(Kind.UNAVAILABLE, "its answer is larger than 1 MiB");
    }
    clouds.behave();
    misbehave(Faults.oversizeInChunks(1 << 20));
    try (RetryingConnections connections = open()) {
      assertThat(connections.send(REQUEST).body()).hasSize(1 << 20);
    }
  }

  @Test
  void unpacksNothing() {
    serve(Answer.json(200, "{}"));
    misbehave(Faults.gzip());

    assertFails(Kind.UNAVAILABLE, "its answer is compressed");
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        argumentSet("closed without an answer", Faults.closeUnanswered()),
        argumentSet("closed without being read", Faults.closeUnread()),
        argumentSet("closed in the handshake", Faults.closeInHandshake()),
        argumentSet("closed in the middle of the answer", Faults.closeMidBody()),
        argumentSet("503", Faults.status(503)),
        argumentSet("429", Faults.tooManyRequests(Duration.ZERO)),
        argumentSet("a proxy's 502", Faults.proxyRefuses(502)));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void triesAgainWhatMayPass(Fault fault) {
    serve(Answer.json(200, "{\"ok\":true}"));
    clouds.misbehave(HOST, fault, 1);

    try (RetryingConnections connections = open()) {
      assertThat(connections.send(REQUEST).text()).isEqualTo("{\"ok\":true}");
    }
  }

  @Test
  void connectsAheadOnceAndSendsOverThatConnection() {
    serve(Answer.json(200, "{}"));

    try (RetryingConnections connections = open()) {
      connections.preconnect(List.of(REQUEST.uri(), URI.create("https://cloud.example/other")));

      assertThat(connections.send(REQUEST).status()).isEqualTo(200);
    }
    assertThat(clouds.received().connectsTo(HOST + ":443")).hasSize(1);
    assertThat(clouds.received().requests()).hasSize(1);
  }

  @Test
  void whatFailsAheadIsTheFirstRequestsFailure() {
    serve(Answer.json(200, "{}"));
    misbehave(Faults.proxyRefuses(403));

    try (RetryingConnections connections = open()) {
      connections.preconnect(List.of(REQUEST.uri()));

      assertThatThrownBy(() -> connections.send(REQUEST)).hasMessageContaining("HTTP 403");
    }
    assertThat(clouds.received().proxyRequests()).hasSize(1);
  }

  @Test
  void whatPassesAheadIsTriedAgain() {
    serve(Answer.json(200, "{}"));
    clouds.misbehave(HOST, Faults.closeInHandshake(), 1);

    try (RetryingConnections connections = open()) {
      connections.preconnect(List.of(REQUEST.uri()));

      assertThat(connections.send(REQUEST).status()).isEqualTo(200);
    }
    assertThat(clouds.received().connectsTo(HOST + ":443")).hasSize(2);
  }

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
