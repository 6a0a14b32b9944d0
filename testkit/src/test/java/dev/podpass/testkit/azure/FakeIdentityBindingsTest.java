// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Headers;
import dev.podpass.testkit.net.ReceivedRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FakeIdentityBindingsTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  @AutoClose private final FakeClouds clouds = ExampleWorld.start(Options.defaults().clock(clock));
  private final FakeIdentityBindings bindings = BindingServer.in(clouds).bindings();

  @Test
  void exchangesATokenOfThePod() {
    Answer answer = post(form());

    assertThat(answer.status()).isEqualTo(200);
    AccessToken token = clouds.azure().accessTokens().getLast();
    assertThat(answer.body().text())
        .isEqualTo("{\"access_token\":\"%s\",\"expires_in\":3599}".formatted(token.value()));
    assertThat(token.audience()).isEqualTo("https://containerregistry.azure.net");
    assertThat(token.identity().clientId()).isEqualTo(ExampleWorld.AZURE_CLIENT_ID);
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        row("no grant", form -> form.without("grant_type"), 400, "missing grant_type"),
        row("grant", form -> form.with("grant_type", "password"), 400, "invalid grant_type"),
        row("type", form -> form.with("client_assertion_type", "jwt"), 400, "client_assertion_ty"),
        row(
            "two scopes",
            form -> form.with("scope", "https://containerregistry.azure.net/.default openid"),
            400,
            "invalid scope"),
        row("one field more", form -> form.with("client_info", "1"), 400, "client_info"),
        row("no client", form -> form.without("client_id"), 400, "missing client_id"),
        row("no assertion", form -> form.without("client_assertion"), 400, "client_assertion"),
        row("no JWT", form -> form.with("client_assertion", "x"), 401, "not a JWT"),
        row("client", form -> form.with("client_id", "other"), 403, "cannot use-managed-identity"));
  }

  private static Arguments row(
      String name, UnaryOperator<AzureForm> change, int status, String words) {
    return argumentSet(name, change, status, words);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void isStrictAboutTheForm(UnaryOperator<AzureForm> change, int status, String words) {
    assertRefused(post(change.apply(form())), status, words);
  }

  @Test
  void isStrictAboutTheToken() {
    var token = clouds.issuer().token().audience(BindingServer.AUDIENCE);
    assertRefused(
        post(form(token.audience(ExampleWorld.AZURE_AUDIENCE).mint())), 401, "audience is invalid");
    assertRefused(post(form(token.mint() + "x")), 401, "signature is invalid");
    var other = clouds.newIssuer(URI.create("https://other.example/")).token();
    assertRefused(post(form(other.audience(BindingServer.AUDIENCE).mint())), 401, "signature");
    String old = token.mint();
    clock.advance(Duration.ofDays(2));
    assertRefused(post(form(old)), 401, "has expired");
  }

  @Test
  void wantsTheRightAndTheBinding() {
    bindings.allowNobody();
    assertRefused(post(form()), 403, "cannot use-managed-identity");

    bindings.allow("system:serviceaccount:team-a:app", ExampleWorld.AZURE_NODE_CLIENT_ID);
    AzureForm unbound = form().with("client_id", ExampleWorld.AZURE_NODE_CLIENT_ID);
    assertRefused(post(unbound), 404, "not found");
    bindings.bind(ExampleWorld.AZURE_NODE_CLIENT_ID);
    assertThat(post(unbound).status()).isEqualTo(200);
  }

  @Test
  void isAtOneUrl() {
    assertRefused(bindings.answer(request("GET", "/", "")), 404, "not found");
    assertRefused(bindings.answer(request("POST", "/x", form().encoded())), 404, "not found");
  }

  private void assertRefused(Answer answer, int status, String words) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().text()).contains("\"kind\":\"Status\"", words);
    assertThat(clouds.azure().accessTokens()).isEmpty();
  }

  private AzureForm form() {
    return form(clouds.issuer().token().audience(BindingServer.AUDIENCE).mint());
  }

  private static AzureForm form(String assertion) {
    return AzureForm.clientAssertion(ExampleWorld.AZURE_CLIENT_ID, assertion)
        .with("scope", "https://containerregistry.azure.net/.default");
  }

  private Answer post(AzureForm form) {
    return bindings.answer(request("POST", "/", form.encoded()));
  }

  private static ReceivedRequest request(String method, String target, String body) {
    Headers headers =
        new Headers(
            List.of(new Headers.Field("Content-Type", "application/x-www-form-urlencoded")));
    return new ReceivedRequest(1, BindingServer.NAME, method, target, headers, Bytes.of(body));
  }
}
