// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
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
}
