// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.http.proxy.ProxyRefusedException;
import dev.podpass.http.proxy.ProxyRules;
import dev.podpass.http.tls.CaBundle;
import dev.podpass.log.Log;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.Header;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingConnectionsTest {
  private static final HttpRequest REQUEST =
      HttpRequest.of("POST", URI.create("https://sts.example/?secret=hunter2"))
          .with("Authorization", "hunter2")
          .with("hunter2");

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Script script = new Script();

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
  void honoursRetryAfterWithinTheDeadlineOnly() {
    script
        .then(new HttpResponse(429, List.of(new Header("Retry-After", "7")), new byte[0]))
        .then(new HttpResponse(429, List.of(new Header("Retry-After", "40")), new byte[0]));

    assertThat(connections().send(REQUEST).status()).isEqualTo(429);
    assertThat(pauses).hasSize(1).allMatch(p -> p.toSeconds() == 7);
  }

  @Test
  void sendsAgainAfterAConnectionThatFailed() {
    script
        .then(new UnknownHostException("sts.example"))
        .then(new ConnectException("Connection refused"))
        .then(answer(200, "ok"));

    assertThat(connections().send(REQUEST).text()).isEqualTo("ok");
  }

  @Test
  void tellsWhatFailedInTheEnd() {
    ConnectException refused = new ConnectException("Connection refused");
    script.then(refused).then(refused).then(refused);

    assertFails(
        Kind.UNAVAILABLE,
        "POST https://sts.example/ failed: no connection: Connection refused; hint: check DNS");
  }

  @Test
  void aCertificateThatIsNotTrustedIsNotTriedAgain() {
    SSLHandshakeException untrusted = new SSLHandshakeException("PKIX path building failed");
    untrusted.initCause(new java.security.cert.CertificateException("unable to find valid path"));
    script.then(untrusted);

    assertFails(
        Kind.CONFIGURATION,
        "its certificate is not trusted by the JDK's own CA certificates: unable to find valid"
            + " path",
        "--ca-bundle");
    assertThat(script.requests).hasSize(1);
  }

  @Test
  void anAnswerThatIsNotReadIsNotTriedAgain() {
    script.then(new RejectedResponseException("it answers with a redirect (HTTP 307)"));

    assertFails(Kind.UNAVAILABLE, "it answers with a redirect (HTTP 307), which is not followed");
    assertThat(script.requests).hasSize(1);
  }

  @Test
  void aProxyThatWantsAPasswordIsAMatterOfConfiguration() {
    script.then(new ProxyRefusedException(407, null));

    assertFails(Kind.CONFIGURATION, "HTTP 407", "put user:password@ into HTTPS_PROXY");
  }

  @Test
  void waitsAsLongAsAProxyAsks() {
    script.then(new ProxyRefusedException(503, "7")).then(answer(200, "ok"));

    assertThat(connections().send(REQUEST).text()).isEqualTo("ok");
    assertThat(pauses).singleElement().satisfies(p -> assertThat(p.toSeconds()).isEqualTo(7));
  }

  @Test
  void doesNotWaitForAProxyPastTheDeadline() {
    script.then(new ProxyRefusedException(503, "3600"));

    assertFails(Kind.UNAVAILABLE, "the proxy refuses to connect to it (HTTP 503)");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aNameThatIsNotKnownIsTheOnlyThingToldOfIt() {
    UnknownHostException unknown = new UnknownHostException("sts.example");
    script.then(unknown).then(unknown).then(unknown);

    assertFails(Kind.UNAVAILABLE, "the name cannot be resolved");
    assertThatThrownBy(() -> connections().send(REQUEST)).hasNoCause();
  }

  @Test
  void whatFailsPastTheDeadlineFailedBecauseOfIt() {
    script.then(() -> nanos.addAndGet(Duration.ofSeconds(46).toNanos()), new IOException("closed"));

    assertFails(Kind.TRY_AGAIN, "no answer within the deadline of 45 s");
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

  private void assertFails(Kind kind, String... because) {
    assertThatThrownBy(() -> connections().send(REQUEST))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(kind);
          assertThat(e.line()).contains(because).doesNotContain("hunter2");
        });
  }

  private RetryingConnections connections() {
    Log log =
        (level, message, fields) -> {
          StringBuilder line = new StringBuilder(message);
          for (Log.Field field : fields) {
            line.append(' ').append(field.name()).append('=').append(field.value());
          }
          told.add(line.toString());
        };
    return new RetryingConnections(
        script,
        new ConnectionSettings(new CaBundle(List.of()), ProxyRules.none(), log),
        Deadline.of(Duration.ofSeconds(45), nanos::get),
        new Backoff(Clock.systemUTC(), RandomGenerator.getDefault()),
        pause -> {
          pauses.add(pause);
          nanos.addAndGet(pause.toNanos());
        });
  }

  private static HttpResponse answer(int status, String body) {
    return new HttpResponse(status, List.of(), body.getBytes(UTF_8));
  }

  /** Answers in the order it was told to. */
  private static final class Script implements Transport {
    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<HttpRequest> requests = new ArrayList<>();
    private final List<URI> ahead = new ArrayList<>();
    private Runnable before = () -> {};

    Script then(HttpResponse response) {
      answers.add(response);
      return this;
    }

    Script then(IOException failure) {
      answers.add(failure);
      return this;
    }

    void then(Runnable meanwhile, IOException failure) {
      before = meanwhile;
      answers.add(failure);
    }

    @Override
    public HttpResponse send(HttpRequest request) throws IOException {
      requests.add(request);
      before.run();
      Object answer = answers.size() > 1 ? answers.remove() : answers.element();
      if (answer instanceof IOException failure) {
        throw failure;
      }
      return (HttpResponse) answer;
    }

    @Override
    public void preconnect(URI uri) {
      ahead.add(uri);
    }

    @Override
    public void close() {}
  }
}
