// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingConnectionsTest extends ScriptedConnections {
  @Test
  void sendsOnceWhatIsAnswered() {
    script.then(answer(200, "ok"));

    assertThat(connections().send(REQUEST).text()).isEqualTo("ok");
    assertThat(script.requests).containsExactly(REQUEST);
    assertThat(pauses).isEmpty();
  }

  @Test
  void connectsAheadToWhatIsNotOnThisNode() {
    connections()
        .preconnect(
            List.of(
                URI.create("http://169.254.169.254/latest"), URI.create("https://cloud.example/")));

    assertThat(script.ahead).containsExactly(URI.create("https://cloud.example/"));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void sendsAgainAfterAPassingStatus(int status) {
    script.then(answer(status, "")).then(answer(200, "ok"));

    assertThat(connections().send(REQUEST).text()).isEqualTo("ok");
    assertThat(pauses).hasSize(1).allMatch(p -> p.toMillis() <= 250);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409})
  void givesBackEveryOtherStatusAtOnce(int status) {
    script.then(answer(status, "no")).then(answer(status, "still no"));
    HttpRequest other = REQUEST.with("x");

    assertThat(connections().send(REQUEST).status()).isEqualTo(status);
    assertThat(connections().send(other, r -> false).text()).isEqualTo("still no");
    assertThat(script.requests).containsExactly(REQUEST, other);
    assertThat(pauses).isEmpty();
  }

  @Test
  void sendsAgainWhatTheCallerKnowsToPass() {
    script.then(answer(400, "IDPCommunicationError")).then(answer(200, "ok"));

    assertThat(connections().send(REQUEST, r -> r.text().equals("IDPCommunicationError")).text())
        .isEqualTo("ok");
  }

  /** It may have made something at the first call, such as a user of a database. */
  @ParameterizedTest
  @ValueSource(ints = {408, 429, 503, 400})
  void sendsOnceWhatMayBeSentOnceOnly(int status) {
    script.then(answer(status, "Throttling"));

    assertThat(connections().send(REQUEST.once(), r -> r.text().equals("Throttling")).status())
        .isEqualTo(status);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aBrokenConnectionFailsWhatMayBeSentOnceOnly() {
    script.then(new IOException("reset"));

    assertThatThrownBy(() -> connections().send(REQUEST.once()))
        .isInstanceOf(CredentialException.class)
        .extracting("kind")
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(pauses).isEmpty();
  }

  @Test
  void givesUpAfterThreeAttemptsWithTheLastAnswer() {
    script.then(answer(503, "1")).then(answer(503, "2")).then(answer(503, "3"));

    assertThat(connections().send(REQUEST).text()).isEqualTo("3");
    assertThat(pauses).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"429, ''", "400, Throttling"})
  void bearsLongerWithOneWhoIsBusy(int status, String body) {
    for (int attempt = 1; attempt <= 6; attempt++) {
      script.then(answer(status, body));
    }

    assertThat(connections().send(REQUEST, r -> r.text().equals("Throttling")).status())
        .isEqualTo(status);
    assertThat(pauses).hasSize(5);
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus).toMillis())
        .isBetween(3_875L, 7_750L);
  }

  @Test
  void reportsEachWaitThatTheCloudRequestsBeforeItWaits() {
    script
        .then(answer(429, ""))
        .then(answer(503, "").with("Retry-After", "7"))
        .then(answer(503, ""))
        .then(answer(200, "ok"));
    RetryingConnections connections = connections();
    List<Duration> waits = new ArrayList<>();
    connections.onThrottle(wait -> {
      assertThat(pauses).hasSameSizeAs(waits);
      waits.add(wait);
    });

    assertThat(connections.send(REQUEST).status()).isEqualTo(503);

    assertThat(waits).isEqualTo(pauses).hasSize(2);
  }

  @Test
  void honoursRetryAfterWithinTheDeadlineOnly() {
    script
        .then(answer(429, "").with("Retry-After", "7"))
        .then(answer(429, "").with("Retry-After", "40"));

    assertThat(connections().send(REQUEST).status()).isEqualTo(429);
    assertThat(pauses).hasSize(1).allMatch(p -> p.toSeconds() == 7);
  }

  @Test
  void sendsNothingPastTheDeadline() {
    RetryingConnections connections = connections();
    nanos.addAndGet(Duration.ofSeconds(46).toNanos());

    assertThatThrownBy(() -> connections.send(REQUEST)).hasMessageContaining("within the deadline");
    assertThat(script.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://sts.example/", "ftp://sts.example/", "/relative", "http://10.0.0.1/"})
  void sendsNothingInTheClear(String uri) {
    assertThatThrownBy(() -> connections().send(HttpRequest.of("GET", URI.create(uri))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(script.requests).isEmpty();
  }

  @Test
  void asksTheMetadataServiceInTheClear() {
    script.then(answer(200, "role"));

    HttpRequest request = HttpRequest.of("GET", URI.create("http://169.254.169.254/latest"));
    assertThat(connections().send(request).text()).isEqualTo("role");
  }

  @Test
  void tellsOfEachAttemptWithoutSecrets() {
    script.then(answer(503, "hunter2")).then(answer(200, "hunter2"));

    connections().send(REQUEST);

    assertThat(told)
        .hasSize(2)
        .allMatch(line -> line.contains("POST https://sts.example/"))
        .noneMatch(line -> line.contains("hunter2"));
    assertThat(told.getFirst()).contains("attempt=1", "outcome=503");
  }

  @Test
  void anSdkFindsTheConnectionsOfThePullItWorksFor() {
    RetryingConnections connections = connections();

    assertThat(connections.<Connections, RuntimeException>call(Connections::current))
        .isSameAs(connections);
  }
}
