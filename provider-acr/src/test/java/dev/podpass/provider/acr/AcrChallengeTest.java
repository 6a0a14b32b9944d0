// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.azure.ChallengeFaults;
import dev.podpass.testkit.azure.ChallengeForm;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Where;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry may say of where tokens are to be had, and what is believed of it. */
class AcrChallengeTest {
  private static final String REGISTRY = ExampleWorld.ACR_REGISTRY;
  private static final String REGIONAL = "myregistry.eastus2.geo.azurecr.io";
  private static final String IMAGE = ExampleWorld.ACR_IMAGE;
  private static final Where CHALLENGE = Where.host(REGISTRY).path("/v2/");

  @AutoClose private final ProviderTrial trial = AcrTrials.annotated();
  private final FakeClouds clouds = trial.clouds();

  @ParameterizedTest
  @EnumSource
  void eachFormIsUnderstood(ChallengeForm form) {
    clouds.misbehave(CHALLENGE, ChallengeFaults.form(form), 1);

    assertThat(trial.exchange(IMAGE).password().reveal())
        .isEqualTo(clouds.azure().refreshTokens().getFirst().value());
  }

  @Test
  void theStandardPortMayBeNamed() {
    clouds.misbehave(
        CHALLENGE, ChallengeFaults.realm("https://" + REGISTRY + ":443/oauth2/token"), 1);

    assertThat(trial.exchange(IMAGE).expiry()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.example.com/oauth2/token",
        "https://other.azurecr.io/oauth2/token",
        "https://myregistry.azurecr.io.evil.example/oauth2/token",
        "https://myregistry.eastus2.geo.azurecr.io/oauth2/token",
        "http://myregistry.azurecr.io/oauth2/token",
        "HTTPS://myregistry.azurecr.io/oauth2/token",
        "https://myregistry.azurecr.io:8443/oauth2/token",
        "https://myregistry.azurecr.io@evil.example/oauth2/token",
        "https://joe@myregistry.azurecr.io/oauth2/token",
        "https://myregistry.azurecr.io/oauth2/token/",
        "https://myregistry.azurecr.io/oauth2/token?x=y",
        "https://myregistry.azurecr.io/oauth2/token#x",
        "https://myregistry.azurecr.io/other",
        "https://myregistry.azurecr.io",
        "myregistry.azurecr.io/oauth2/token",
        "https://[/oauth2/token",
        "mailto:joe",
        " "
      })
  void noTokenGoesToARegistryThatNamesAnotherRealm(String realm) {
    clouds.misbehave(CHALLENGE, ChallengeFaults.realm(realm), 1);

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "challenge at https://myregistry.azurecr.io/v2/ names the realm",
        "which are not the registry's; no token was sent to it");
    assertOnlyAskedForTheChallenge();
  }

  @ParameterizedTest
  @ValueSource(strings = {"elsewhere.example.com", "other.azurecr.io", "", REGIONAL})
  void noTokenGoesToARegistryThatNamesAnotherService(String service) {
    clouds.misbehave(CHALLENGE, ChallengeFaults.service(service), 1);

    trial.assertFails(IMAGE, Kind.DENIED, "the service " + service, "no token was sent to it");
    assertOnlyAskedForTheChallenge();
  }

  @ParameterizedTest
  @ValueSource(strings = {"realm", "service"})
  void bothAreNeeded(String parameter) {
    clouds.misbehave(CHALLENGE, ChallengeFaults.without(parameter), 1);

    trial.assertFails(IMAGE, Kind.UNAVAILABLE, "challenge at " + REGISTRY, "cannot be used");
    assertOnlyAskedForTheChallenge();
  }

  static Stream<Arguments> noChallenges() {
    return Stream.of(
        row("none", ChallengeFaults.headers(), Kind.UNAVAILABLE, "cannot be used"),
        row("other", ChallengeFaults.headers("Basic realm=\"x\""), Kind.UNAVAILABLE, "cannot be"),
        row("open", ChallengeFaults.headers("Bearer realm=\"x"), Kind.UNAVAILABLE, "cannot be"),
        row("admitted", ChallengeFaults.admitted(), Kind.UNAVAILABLE, "cannot be used"),
        row("401 alone", Faults.status(401), Kind.UNAVAILABLE, "cannot be used"),
        row("403", Faults.status(403), Kind.DENIED, "HTTP 403"),
        row("404", Faults.status(404), Kind.CONFIGURATION, "check that the registry"));
  }

  private static Arguments row(String name, Fault fault, Kind kind, String because) {
    return argumentSet(name, fault, kind, because);
  }

  @ParameterizedTest
  @MethodSource("noChallenges")
  void noTokenGoesToARegistryThatDoesNotChallenge(Fault fault, Kind kind, String because) {
    clouds.misbehave(CHALLENGE, fault, Integer.MAX_VALUE);

    trial.assertFails(IMAGE, kind, REGISTRY, because);
    assertOnlyAskedForTheChallenge();
  }

  @Test
  void aRegionalEndpointExchangesForItsRegistry() {
    Credential credential = trial.exchange(REGIONAL + "/apps/api");

    assertThat(credential.password().reveal())
        .isEqualTo(clouds.azure().refreshTokens().getFirst().value());
    assertThat(clouds.received().requestsTo(REGIONAL))
        .extracting(ReceivedRequest::path)
        .containsExactly("/v2/", "/oauth2/exchange");
    assertThat(clouds.received().requestsTo(REGIONAL).getLast().body().text())
        .contains("&service=" + REGISTRY + "&");
    assertThat(clouds.received().requestsTo(REGISTRY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.azurecr.io", "myregistry.westeurope.geo.azurecr.io"})
  void aRegionalEndpointOfAnotherRegistryGetsNoToken(String other) {
    clouds.misbehave(REGIONAL, ChallengeFaults.realm("https://" + other + "/oauth2/token"), 1);

    trial.assertFails(REGIONAL + "/apps/api", Kind.DENIED, other, "no token was sent to it");
    assertThat(clouds.received().requestsTo(REGIONAL)).hasSize(1);
  }

  @Test
  void entrasRefusalIsToldFirst() {
    trial.annotate("kubernetes.azure.com/acr-client-id", "11111111-2222-4333-8444-555555555555");
    clouds.misbehave(CHALLENGE, Faults.status(404), 1);

    trial.assertFails(IMAGE, Kind.CONFIGURATION, "token request at", "AADSTS700016");
  }

  /** Each answers only once the other has been asked; that is no matter of time. */
  @Test
  void theChallengeIsAskedForWhileEntraIs() {
    CountDownLatch entra = new CountDownLatch(1);
    CountDownLatch registry = new CountDownLatch(1);
    clouds.serve(
        "login.example.com",
        _ -> {
          entra.countDown();
          return once(
              registry,
              Answer.json(
                  200,
                  "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"token\"}"));
        });
    clouds.serve("registry.azurecr.example.com", registry(registry, entra));
    trial.set(AcrOptions.REGISTRY_SUFFIX, "azurecr.example.com");
    trial.set(AcrOptions.AUTHORITY, "https://login.example.com");

    assertThat(trial.exchange("registry.azurecr.example.com/app").expiry())
        .contains(Instant.ofEpochSecond(1_800_000_000));
  }

  private static FakeHost registry(CountDownLatch asked, CountDownLatch entra) {
    return request -> {
      asked.countDown();
      return request.path().equals("/v2/")
          ? once(
              entra,
              Answer.status(401)
                  .with(
                      "WWW-Authenticate",
                      "Bearer realm=\"https://registry.azurecr.example.com/oauth2/token\","
                          + "service=\"registry.azurecr.example.com\""))
          : Answer.json(200, "{\"refresh_token\":\"e30.eyJleHAiOjE4MDAwMDAwMDB9.c2ln\"}");
    };
  }

  /** Fails long before a client gives up and asks again. */
  private static Answer once(CountDownLatch other, Answer answer) {
    try {
      return other.await(5, TimeUnit.SECONDS) ? answer : Answer.status(400);
    } catch (InterruptedException _) {
      return Answer.status(400);
    }
  }

  private void assertOnlyAskedForTheChallenge() {
    assertThat(clouds.received().requestsTo(REGISTRY))
        .extracting(request -> request.method() + " " + request.path())
        .containsOnly("GET /v2/");
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }
}
