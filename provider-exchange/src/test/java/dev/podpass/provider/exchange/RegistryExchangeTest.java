// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.exchange.ExchangeFaults;
import dev.podpass.testkit.net.ReceivedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exchange at every registry, with the request that it documents, over TLS. */
class RegistryExchangeTest {
  private static final String QUAY = ExampleWorld.QUAY_IMAGE;
  private static final String JFROG = ExampleWorld.JFROG_IMAGE;
  private static final String CHAINGUARD = ExampleWorld.CHAINGUARD_IMAGE;
  private static final String CLOUDSMITH = ExampleWorld.CLOUDSMITH_IMAGE;

  static Stream<Arguments> registries() {
    return Stream.of(
        registry("quay", RegistryTrials::quay, QUAY, ExampleWorld.QUAY_ROBOT),
        registry("jfrog", RegistryTrials::jfrog, JFROG, "puller"),
        registry("chainguard", RegistryTrials::chainguard, CHAINGUARD, "user"),
        registry("cloudsmith", RegistryTrials::cloudsmith, CLOUDSMITH, "token"));
  }

  private static Arguments registry(
      String id, Supplier<ProviderTrial> trial, String image, String username) {
    return argumentSet(id, trial, image, username);
  }

  @ParameterizedTest
  @MethodSource("registries")
  void theAnswerIsTheCredentialUntilItsExpiry(
      Supplier<ProviderTrial> registry, String image, String username) {
    try (ProviderTrial trial = registry.get()) {
      ExchangeTrials.assertLogin(trial, image, username);
    }
  }

  @ParameterizedTest
  @MethodSource("registries")
  void aServiceAccountThatIsNotTrustedIsToldWhatToTrust(
      Supplier<ProviderTrial> registry, String image, String username) {
    try (ProviderTrial trial = registry.get()) {
      String audience = trial.plan(image).audiences().iterator().next();
      trial.token(
          trial
              .clouds()
              .issuer()
              .token()
              .serviceAccount("team-b", "other")
              .audience(audience)
              .mint());

      trial.assertFails(
          image,
          Kind.DENIED,
          " for team-b/other failed: ",
          "HTTP 401",
          trial.clouds().issuer().url(),
          "system:serviceaccount:team-b:other",
          audience,
          ": podpass trust " + trial.provider().id());
      assertThat(trial.clouds().exchanges().logins()).isEmpty();
    }
  }

  @Test
  void quayIsAskedAtTheImagesHostWithTheTokenAsTheRobotsPassword() {
    try (ProviderTrial trial = RegistryTrials.quay()) {
      String token = trial.clouds().issuer().token().audience("quay.io").mint();
      trial.token(token);
      trial.exchange(QUAY);

      ReceivedRequest sent = sent(trial, "quay.io");
      assertThat(sent.method() + " " + sent.target())
          .isEqualTo("GET /oauth2/federation/robot/token");
      assertThat(sent.header("Authorization").orElseThrow().replace("Basic ", ""))
          .asBase64Decoded()
          .asString()
          .isEqualTo(ExampleWorld.QUAY_ROBOT + ":" + token);

      trial.set(Preset.QUAY.entry().registry(), "quay.example.com:8443");
      assertThat(trial.plan("quay.example.com:8443/a/b").exchange().steps().getFirst().endpoint())
          .hasToString("https://quay.example.com:8443/oauth2/federation/robot/token");
    }
  }

  @Test
  void quaysPasswordLivesForAnHourAtMost() {
    try (ProviderTrial trial = RegistryTrials.quay()) {
      trial.clouds().exchanges().loginLife(Duration.ofHours(5));
      assertThat(trial.exchange(QUAY).expiry().orElseThrow())
          .isBefore(Instant.now().plus(Duration.ofMinutes(61)));
    }
  }

  @Test
  void aRobotThatDoesNotExistIsToldByItsName() {
    try (ProviderTrial trial = RegistryTrials.quay()) {
      trial.annotate("podpass.dev/quay-robot", "team_a+other");
      trial.assertFails(
          QUAY,
          Kind.DENIED,
          "robot federation at quay.io as robot team_a+other (annotation podpass.dev/quay-robot)",
          "HTTP 401: Could not find robot with username: team_a+other");
    }
  }

  @Test
  void jfrogIsSentTheDocumentedFieldsAlone() {
    try (ProviderTrial trial = RegistryTrials.jfrog()) {
      String token = trial.clouds().issuer().token().audience("mycompany.jfrog.io").mint();
      trial.token(token);
      trial.exchange(JFROG);

      assertThat(sent(trial, "mycompany.jfrog.io").target()).isEqualTo("/access/api/v1/oidc/token");
      assertThat(sent(trial, "mycompany.jfrog.io").body().text())
          .isEqualTo(
              "{\"grant_type\":\"urn:ietf:params:oauth:grant-type:token-exchange\","
                  + "\"subject_token_type\":\"urn:ietf:params:oauth:token-type:id_token\","
                  + "\"provider_type\":\"Generic OpenID Connect\",\"audience\":\"*@*\","
                  + "\"provider_name\":\"cluster\","
                  + "\"subject_token\":\""
                  + token
                  + "\"}");
    }
  }

  @Test
  void jfrogsPlatformMayHaveAnotherHostThanItsImages() {
    try (ProviderTrial trial = RegistryTrials.jfrog()) {
      trial.set(Preset.JFROG.entry().registry(), "docker.example.com");
      trial.set(EntryOptions.TOKEN_AUDIENCE, "mycompany.jfrog.io");
      trial.set(ExchangeOptions.URL, "https://mycompany.jfrog.io/access/api/v1/oidc/token");

      assertThat(trial.exchange("docker.example.com/app").username()).isEqualTo("puller");
    }
  }

  @Test
  void aMappingOfAProjectIsAskedForByItsKey() {
    try (ProviderTrial trial = RegistryTrials.jfrog()) {
      trial.set(ExchangeOptions.FIELDS, "provider_name=cluster,project_key=team-a");
      trial.assertFails(
          JFROG,
          Kind.CONFIGURATION,
          "NOT_FOUND (HTTP 404): OIDC provider cluster was not found",
          "hint: correct provider_name in --exchange-fields, or --exchange-url");
      assertThat(sent(trial, "mycompany.jfrog.io").body().text())
          .contains("\"project_key\":\"team-a\"");
    }
  }

  @Test
  void chainguardIsAskedForTheRegistrysTokenAsTheIdentity() {
    try (ProviderTrial trial = RegistryTrials.chainguard()) {
      trial.exchange(CHAINGUARD);

      assertThat(sent(trial, "issuer.enforce.dev").target())
          .isEqualTo(
              "/sts/exchange?aud=cgr.dev&identity="
                  + ExampleWorld.CHAINGUARD_IDENTITY.replace("/", "%2F"));

      trial.clouds().misbehave("issuer.enforce.dev", ExchangeFaults.without("expiry"));
      assertThat(trial.exchange(CHAINGUARD).expiry())
          .contains(trial.clouds().exchanges().logins().getLast().expiry());
    }
  }

  @Test
  void cloudsmithIsAskedForTheServiceOfTheOrganization() {
    try (ProviderTrial trial = RegistryTrials.cloudsmith()) {
      String token = trial.clouds().issuer().token().audience("docker.cloudsmith.io").mint();
      trial.token(token);
      trial.exchange(CLOUDSMITH);

      ReceivedRequest sent = sent(trial, "api.cloudsmith.io");
      assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /openid/my-company/");
      assertThat(sent.body().text())
          .isEqualTo("{\"service_slug\":\"puller-x1y2\",\"oidc_token\":\"" + token + "\"}");
    }
  }

  private static ReceivedRequest sent(ProviderTrial trial, String host) {
    return trial.clouds().received().requestsTo(host).getLast();
  }
}
