// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.FakeConnections;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CloudCallsTest {
  private static final ExchangeStep STEP =
      new ExchangeStep("Exchange", URI.create("https://sts.example/exchange"));

  private final CloudCalls calls =
      new CloudCalls(
          CloudCallsTest::read, error -> error.failure("as me", Advice.denied("ask for it")));

  private static Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    return ErrorResponseException.in(thrown)
        .map(response ->
            new CloudError(
                step,
                response.status(),
                Optional.of(response.text()),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void aCallYieldsItsResult() {
    FakeConnections connections = new FakeConnections(HttpResponse.of(200, "granted"));

    String answer = calls.call(STEP, () -> send(connections));

    assertThat(answer).isEqualTo("granted");
    assertThat(connections.sent())
        .extracting(HttpRequest::toString)
        .containsExactly("POST https://sts.example/exchange");
  }

  @Test
  void aCloudsErrorIsExplainedHoweverDeepAnSdkHidesIt() {
    FakeConnections connections = new FakeConnections(HttpResponse.of(403, "AccessDenied"));

    CredentialException e =
        failure(() -> {
          try {
            return send(connections);
          } catch (ErrorResponseException thrown) {
            throw new IOException("of an SDK", new IllegalStateException(thrown));
          }
        });

    assertThat(e.kind()).isEqualTo(Kind.DENIED);
    assertThat(e.line())
        .isEqualTo(
            "Exchange at sts.example as me failed: AccessDenied (HTTP 403); hint: ask for it");
    assertThat(e).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void ourOwnFailurePassesUnchanged() {
    CredentialException ours = new CredentialException(Kind.TRY_AGAIN, "late");

    assertThat(
            failure(() -> {
              throw new IllegalStateException(ours);
            }))
        .isSameAs(ours);
  }

  @Test
  void anythingElseIsAnAnswerThatCannotBeUsed() {
    CredentialException malformed =
        failure(() -> {
          throw new MalformedAnswerException("it has no token");
        });
    assertThat(malformed.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(malformed.line())
        .contains("Exchange at sts.example gave an answer that cannot be used: it has no token");

    CredentialException odd =
        failure(() -> {
          throw new IOException("planted");
        });
    assertThat(odd.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(odd.line()).doesNotContain("planted");
  }

  @Test
  void anInterruptedCallLeavesTheThreadInterrupted() {
    CredentialException e =
        failure(() -> {
          throw new InterruptedException("planted");
        });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.line()).doesNotContain("planted");
  }

  private static String send(FakeConnections connections) {
    HttpResponse response = connections.send(HttpRequest.of("POST", STEP.endpoint()));
    if (response.status() != 200) {
      throw new ErrorResponseException(response);
    }
    return response.text();
  }

  private CredentialException failure(Callable<String> call) {
    return assertThatThrownBy(() -> calls.call(STEP, call))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .actual();
  }
}
