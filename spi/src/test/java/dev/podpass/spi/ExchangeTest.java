// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.FakeConnections;
import dev.podpass.spi.testing.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  private static final ExchangeStep STEP =
      new ExchangeStep("Exchange", URI.create("https://sts.example/exchange"));
  private static final Secret TOKEN = Secret.of("a-token-of-the-pod");
  private static final Secret SESSION = Secret.of("another-secret-0");

  private final Exchange exchange =
      Exchange.as("role", new Sourced<>("r1", "--role"))
          .call(STEP)
          .errors(_ -> Advice.denied("ask for it"));

  private static Credential credential(CloudAnswer answer) {
    return Credential.of("user", answer.secret("token"));
  }

  private static HttpRequest posted(Secret token) {
    return new Form().with("token", token).postedTo(STEP.endpoint());
  }

  private Credential run(Exchange.Run code, HttpResponse... answers) {
    return run(code, new FakeConnections(answers));
  }

  private Credential run(Exchange.Run code, Connections connections) {
    return exchange
        .run(code)
        .run(TOKEN, TestTokens.claims().workload(), connections, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private CredentialException failure(Exchange.Run code, HttpResponse... answers) {
    return assertThatThrownBy(() -> run(code, answers))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .actual();
  }

  @Test
  void aCallSendsTheTokenAndReadsTheAnswer() {
    FakeConnections connections = new FakeConnections(HttpResponse.of(200, "{\"token\":\"t0\"}"));

    Credential credential =
        run(calls -> credential(calls.json(STEP, posted(calls.token()))), connections);

    assertThat(credential.password().reveal()).isEqualTo("t0");
    assertThat(connections.sent().getFirst().body())
        .asString()
        .isEqualTo("token=a-token-of-the-pod");
  }

  @Test
  void anErrorNamesTheStepTheIdentityAndTheWorkload() {
    CredentialException e =
        failure(
            calls -> credential(calls.json(STEP, posted(calls.token()))),
            HttpResponse.of(403, "{\"error\":\"AccessDenied\"}"));

    assertThat(e.kind()).isEqualTo(Kind.DENIED);
    assertThat(e.line())
        .isEqualTo(
            "Exchange at sts.example as role r1 (--role) for team-a/puller failed: AccessDenied"
                + " (HTTP 403); hint: ask for it");
  }

  /** The provider has to do nothing for it: whatever was sent as a secret is known. */
  @Test
  void noFailureHasWhatWasSent() {
    CredentialException form =
        failure(calls -> credential(calls.json(STEP, posted(SESSION))), echo(TOKEN, SESSION));
    CredentialException header =
        failure(
            calls ->
                credential(
                    calls.json(
                        STEP, HttpRequest.of("GET", STEP.endpoint()).with("X-Token", SESSION))),
            echo(TOKEN, SESSION));
    CredentialException json =
        failure(
            calls ->
                credential(
                    calls.json(
                        STEP,
                        HttpRequest.of("POST", STEP.endpoint()).json(Map.of("jwt", SESSION)))),
            echo(TOKEN, SESSION));
    CredentialException sdk =
        failure(calls ->
            calls.sdk(
                STEP,
                () -> {
                  throw new Connections.ErrorResponseException(echo(TOKEN, SESSION));
                },
                SESSION));
    CredentialException own =
        failure(
            calls -> {
              var _ = calls.json(STEP, posted(SESSION));
              throw new CredentialException(
                  Kind.DENIED, "it said " + TOKEN.reveal() + SESSION.reveal());
            },
            HttpResponse.of(200, "{}"));

    assertThat(Set.of(form, header, json, sdk, own))
        .allSatisfy(e ->
            assertThat(e.line())
                .contains("[secret]")
                .doesNotContain(TOKEN.reveal(), SESSION.reveal()));
  }

  private static HttpResponse echo(Secret... secrets) {
    StringBuilder text = new StringBuilder();
    for (Secret secret : secrets) {
      text.append(" no ").append(secret.reveal());
    }
    return HttpResponse.of(400, "{\"error\":\"bad\",\"message\":\"" + text + "\"}");
  }

  @Test
  void anAnswerThatLacksAFieldIsOfItsStepWhereverItIsRead() {
    CredentialException e =
        failure(calls -> credential(calls.json(STEP, posted(TOKEN))), HttpResponse.of(200, "{}"));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.line())
        .startsWith("Exchange at sts.example gave an answer that cannot be used: it has no token");
  }

  @Test
  void whatAnSdkThrowsIsExplainedAndNotQuoted() {
    CredentialException odd =
        failure(calls ->
            calls.sdk(
                STEP,
                () -> {
                  throw new IOException("planted");
                }));
    CredentialException ours =
        failure(calls ->
            calls.sdk(
                STEP,
                () -> {
                  throw new IllegalStateException(new CredentialException(Kind.TRY_AGAIN, "late"));
                }));

    assertThat(odd.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(odd.line()).contains("cannot be used").doesNotContain("planted");
    assertThat(ours.kind()).isEqualTo(Kind.TRY_AGAIN);
    assertThat(ours.line()).isEqualTo("late");
  }

  @Test
  void anInterruptedCallLeavesTheThreadInterrupted() {
    CredentialException e =
        failure(calls ->
            calls.sdk(
                STEP,
                () -> {
                  throw new InterruptedException("planted");
                }));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.line()).doesNotContain("planted");
  }

  /** What the transport of an SDK uses is bound by the call. */
  @Test
  void anSdkFindsTheConnections() {
    FakeConnections connections = new FakeConnections();

    Credential credential =
        run(
            calls ->
                calls.sdk(
                    STEP, () -> Credential.of("" + (Connections.current() == connections), TOKEN)),
            connections);

    assertThat(credential.username()).isEqualTo("true");
  }

  @Test
  void aNodesExchangeHasNoToken() {
    Exchange node = Exchange.asNode("role").run(calls -> Credential.of("u", calls.token()));

    assertThatThrownBy(() -> node.run(new FakeConnections(), Clock.systemUTC()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no token");
    assertThat(node).hasToString("role of the node (policy)");
  }

  /**
   * All that a provider can say of an exchange is in its canonical form, except where it is from.
   */
  @Test
  void whateverIsSaidOfAnExchangeDistinguishesIt() {
    Sourced<String> value = new Sourced<>("r1", "annotation role");

    assertThat(
            Set.of(
                exchange.canonical(),
                exchange.and("tenant", value).canonical(),
                exchange.access("all").canonical(),
                exchange.onlyRepository("a").canonical(),
                exchange.audiences(Set.of("a")).canonical(),
                exchange.call(STEP).canonical(),
                exchange.parameter("a", "b").canonical(),
                exchange.parameter("a", "").canonical()))
        .hasSize(8);
    assertThat(Exchange.as("role", value).call(STEP).canonical()).isEqualTo(exchange.canonical());
    assertThatThrownBy(() -> exchange.and("role", value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCredentialThatCannotBeSentIsNone() {
    assertThat(
            Map.of(
                "",
                "its user name is empty",
                "a:b",
                "its user name has a colon",
                "a\nb",
                "its user name has control characters",
                "a".repeat(2000),
                "its user name is too long"))
        .allSatisfy((user, why) ->
            assertThatThrownBy(() -> Credential.of(user, TOKEN))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessage(why));
    assertThatThrownBy(() -> Credential.of("u", Secret.of("a\0b")))
        .hasMessage("its password has control characters");
    assertThatThrownBy(() -> Credential.of("u", Secret.of("a".repeat(2 << 20))))
        .hasMessage("its password is too long");
    assertThat(Credential.of("josé o", Secret.of("pass wörd")).username()).isEqualTo("josé o");
  }
}
