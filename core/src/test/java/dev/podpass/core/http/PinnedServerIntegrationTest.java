// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.TlsConnection;
import dev.podpass.testkit.pki.CertificateKind;
import dev.podpass.testkit.pki.ServerCertificates;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests to a server at a fixed address, with an authority of its own, beside other requests. */
@Timeout(60)
class PinnedServerIntegrationTest extends RealServerFixture {
  private static final String NAME = "pinned.example";

  private Path authority = Path.of("/");
  private int port;

  @BeforeEach
  void start() throws IOException {
    ServerCertificates certificates = new ServerCertificates(ServerKeys.P256);
    authority = Files.writeString(clouds.directory().resolve("own.pem"), certificates.trustedPem());
    port = clouds.serveDirect(NAME, request -> Answer.json(200, "{\"pinned\":1}"), certificates);
    serve(Answer.json(200, "{}"));
  }

  @Test
  void goesToTheAddressUnderTheNameAndNotThroughTheProxy() {
    try (RetryingConnections connections = open()) {
      assertThat(connections.send(to("127.0.0.1", authority)).text()).contains("pinned");
      assertThat(connections.send(REQUEST).text()).isEqualTo("{}");
      assertThat(connections.send(to("127.0.0.1", authority)).text()).contains("pinned");
    }

    assertThat(clouds.received().tlsConnectionsTo(NAME))
        .singleElement()
        .extracting(TlsConnection::serverName)
        .isEqualTo(Optional.of(NAME));
    assertThat(clouds.received().proxyRequests())
        .extracting(asked -> asked.target())
        .containsExactly(HOST + ":443");
  }

  @Test
  void theAddressMayBeANameAndTheNameIsNeverResolved() {
    lookup =
        host -> {
          if (!host.equals("api.example")) {
            throw new UnknownHostException(host);
          }
          return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };

    try (RetryingConnections connections = open("")) {
      assertThat(connections.send(to("api.example", authority)).text()).contains("pinned");
    }
  }

  @Test
  void trustsItsOwnAuthorityAlone() {
    assertRefused(
        to("127.0.0.1", clouds.caFile()),
        Kind.CONFIGURATION,
        "POST https://pinned.example:"
            + port
            + "/ on 127.0.0.1 failed: its certificate is not"
            + " trusted by "
            + clouds.caFile()
            + ": ",
        "hint: check --pin");
    assertThat(clouds.received().requestsTo(NAME)).isEmpty();
  }

  @Test
  void nothingElseTrustsItsAuthority() {
    assertRefused(
        HttpRequest.of("GET", URI.create("https://127.0.0.1:" + port + "/")),
        Kind.CONFIGURATION,
        "its certificate is not trusted by " + clouds.caFile());
  }

  @Test
  void requiresTheName() {
    clouds.misbehave(NAME, Faults.certificate(CertificateKind.OTHER_HOST));

    assertRefused(
        to("127.0.0.1", authority),
        Kind.CONFIGURATION,
        "No subject alternative DNS name matching " + NAME);
    assertThat(clouds.received().requestsTo(NAME)).isEmpty();
  }

  @Test
  void anAuthorityThatCannotBeReadIsAnErrorOfItsOwn() {
    assertRefused(
        to("127.0.0.1", clouds.directory().resolve("none.pem")),
        Kind.CONFIGURATION,
        "none.pem cannot be read",
        "hint: check --pin");
  }

  @Test
  void aServerThatIsNotThereIsNamedByItsAddress() {
    lookup =
        host -> {
          throw new UnknownHostException(host);
        };

    assertRefused(
        to("api.example", authority),
        Kind.UNAVAILABLE,
        "/ on api.example failed: the name cannot be resolved; hint: check --pin");
  }

  @Test
  @Timeout(10)
  void isNotWaitedForPastTheDeadline() {
    deadline = Duration.ofSeconds(1);
    clouds.misbehave(NAME, Faults.hang());

    assertRefused(
        to("127.0.0.1", authority),
        Kind.TRY_AGAIN,
        "/ on 127.0.0.1 failed: no answer within the deadline of 1 s");
  }

  private HttpRequest to(String address, Path authorities) {
    return HttpRequest.of("POST", URI.create("https://" + NAME + ":" + port + "/"))
        .to(new PinnedServer(address, authorities, "check --pin"))
        .with("Content-Type", "text/plain")
        .with("hunter2");
  }

  private void assertRefused(HttpRequest request, Kind kind, String... because) {
    try (RetryingConnections connections = open()) {
      FailedCall.assertFails(() -> connections.send(request), kind, because);
    }
  }
}
