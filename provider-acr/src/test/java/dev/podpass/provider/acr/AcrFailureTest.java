// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.provider.acr.AcrTrials.ENTRA;
import static dev.podpass.provider.acr.AcrTrials.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.azure.AcrFaults;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.EntraFaults;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.oidc.Signing;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator reads of Azure's errors, over TLS, against strict fakes of Azure. */
class AcrFailureTest {
  private static final String IMAGE = ExampleWorld.ACR_IMAGE;
  private static final String REGISTRY = ExampleWorld.ACR_REGISTRY;
  private static final String CLIENT = ExampleWorld.AZURE_CLIENT_ID;
  private static final String TENANT = ExampleWorld.AZURE_TENANT;
  @AutoClose private final ProviderTrial trial = AcrTrials.annotated();
  private final FakeClouds clouds = trial.clouds();

  private static Arguments row(String name, Fault fault, Kind kind, String because) {
    return argumentSet(name, fault, kind, because);
  }

  static Stream<Arguments> registryFaults() {
    return Stream.of(
        row("403", AcrFaults.denied(), Kind.DENIED, "grant AcrPull"),
        row("network", AcrFaults.refusedClient("203.0.113.9"), Kind.DENIED, "network rules"),
        row("404", Faults.status(404), Kind.CONFIGURATION, "check that the registry"),
        row("400", Faults.status(400), Kind.CONFIGURATION, "HTTP 400"),
        row("throttled", AcrFaults.throttled(Duration.ZERO), Kind.TRY_AGAIN, "TOOMANYREQUESTS"),
        row("500", Faults.status(500), Kind.UNAVAILABLE, "the registry reports an internal error"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"),
        row("opaque", AcrFaults.refreshToken("opaque"), Kind.UNAVAILABLE, "cannot be used"));
  }

  @ParameterizedTest
  @MethodSource("registryFaults")
  void tellsWhyTheRegistryGivesNoToken(Fault fault, Kind kind, String because) {
    clouds.misbehave(EXCHANGE, fault, Integer.MAX_VALUE);

    trial.assertFails(IMAGE, kind, REGISTRY, because);
  }

  @Test
  void aForgedTokenIsTheCloudsToRefuse() {
    trial.token(AcrTrials.pod(clouds).signed(Signing.WRONG_KEY).mint());

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "AADSTS50013",
        "publish the current discovery document and JWKS of https://");
  }

  @Test
  void tellsWhomToGrantAcrPull() {
    clouds.azure().put(Registry.of(REGISTRY, TENANT));

    trial.assertFails(
        IMAGE,
        Kind.DENIED,
        "token exchange at " + REGISTRY + " as client " + CLIENT + " (annotation",
        "for team-a/app failed: UNAUTHORIZED (HTTP 401): authentication required",
        ", correlation id ",
        "grant AcrPull (or Container Registry Repository Reader) on %s to client %s"
            .formatted(REGISTRY, CLIENT));
  }

  @Test
  void anEchoedTokenIsNotShown() {
    String token = "secret-access-token";
    clouds.misbehave(ENTRA, EntraFaults.accessToken(token));
    clouds.misbehave(EXCHANGE, AcrFaults.error(401, "UNAUTHORIZED", "bad token " + token), 1);

    trial.assertFails(IMAGE, Kind.DENIED, "bad token [secret]");
  }

  static Stream<Arguments> entraFaults() {
    return Stream.of(
        row("old", EntraFaults.noMatchingCredential(), Kind.DENIED, "exactly the issuer https://"),
        row(
            "issuer",
            EntraFaults.issuerUnreachable(),
            Kind.UNAVAILABLE,
            "let Entra ID fetch the key"),
        row("policy", EntraFaults.conditionalAccess(), Kind.DENIED, "Conditional Access policies"),
        row(
            "throttled",
            EntraFaults.throttled(Duration.ZERO),
            Kind.TRY_AGAIN,
            "AADSTS50196 (HTTP 429): The server terminated"),
        row(
            "down",
            EntraFaults.temporarilyUnavailable(),
            Kind.UNAVAILABLE,
            "AADSTS90033 (HTTP 503): A transient error has occurred."),
        row(
            "disabled",
            entra(401, "AADSTS7000112: x"),
            Kind.DENIED,
            "enable the application in tenant " + TENANT),
        row("resource", entra(400, "AADSTS500011: x"), Kind.CONFIGURATION, "ContainerRegistry"),
        row("unknown", entra(400, "AADSTS1: odd"), Kind.CONFIGURATION, "AADSTS1 (HTTP 400): odd"),
        row("no number", entra(400, "odd"), Kind.CONFIGURATION, "invalid_client (HTTP 400): odd"),
        row("404", Faults.status(404), Kind.CONFIGURATION, "--acr-authority"),
        row("garbage", Faults.garbage(), Kind.UNAVAILABLE, "cannot be used"));
  }

  private static Fault entra(int status, String message) {
    return EntraFaults.error(status, "invalid_client", message);
  }

  @ParameterizedTest
  @MethodSource("entraFaults")
  void tellsWhyEntraGivesNoToken(Fault fault, Kind kind, String because) {
    clouds.misbehave(ENTRA, fault);

    trial.assertFails(IMAGE, kind, "token request at " + ENTRA, because);
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  /** {@code CloudAnswerTest} has more of them. */
  @ParameterizedTest
  @CsvSource({"'\"3599\"', not a whole number", "-1, not a lifetime", "31536001, not a lifetime"})
  void aLifeThatIsNoNumberOfSecondsIsMalformed(String json, String because) {
    for (String field : List.of("expires_in", "ext_expires_in", "refresh_in")) {
      clouds.behave();
      clouds.misbehave(
          ENTRA,
          Faults.instead(
              Answer.json(
                  200,
                  "{\"token_type\":\"Bearer\",\"access_token\":\"a.b.c\",\"%s\":%s}"
                      .formatted(field, json))));

      trial.assertFails(
          IMAGE, Kind.UNAVAILABLE, "token request at " + ENTRA, "its " + field + " is " + because);
    }
    assertThat(clouds.azure().refreshTokens()).isEmpty();
  }

  @Test
  void tellsWhichFederatedCredentialIsMissing() {
    trial.token(AcrTrials.pod(clouds).serviceAccount("team-b", "other").mint());

    String line =
        trial.assertFails(
            IMAGE,
            Kind.DENIED,
            "token request at login.microsoftonline.com as client %s (annotation".formatted(CLIENT),
            "for team-b/other failed: AADSTS700213 (HTTP 401): No matching federated identity",
            "trace id ",
            ", correlation id ",
            "exactly the issuer " + clouds.issuer().url(),
            "the subject system:serviceaccount:team-b:other and the audience "
                + "api://AzureADTok");
    assertThat(line).doesNotContain("Timestamp", "Trace ID");
  }

  @Test
  void tellsOfAnIssuerAnAudienceAndAnApplicationThatAreNotKnown() {
    var other = clouds.newIssuer(URI.create("https://issuer.example.com"));
    trial.token(other.token().audience(ExampleWorld.AZURE_AUDIENCE).mint());
    trial.assertFails(IMAGE, Kind.DENIED, "AADSTS700211", "the issuer https://issuer.example.com");

    trial.set(AcrOptions.TOKEN_AUDIENCE, "api://podpass");
    trial.token(clouds.issuer().token().audience("api://podpass").mint());
    trial.assertFails(IMAGE, Kind.CONFIGURATION, "AADSTS700212", "the audience api://podpass");

    trial.annotate("kubernetes.azure.com/acr-client-id", "11111111-2222-4333-8444-555555555555");
    trial.assertFails(
        IMAGE, Kind.CONFIGURATION, "AADSTS700016", "tenant " + TENANT + " has no such");
  }

  @Test
  void tellsOfAnApplicationThatTrustsNobody() {
    clouds.azure().directory().put(Application.of(CLIENT, TENANT));

    trial.assertFails(IMAGE, Kind.DENIED, "AADSTS70025", "give client " + CLIENT + " a federated");
  }

  @Test
  void tellsOfATenantThatIsNotKnown() {
    String unknown = "11111111-2222-4333-8444-555555555555";
    trial.annotate("kubernetes.azure.com/acr-tenant-id", unknown);

    trial.assertFails(
        IMAGE, Kind.CONFIGURATION, "AADSTS90002", "no tenant " + unknown + " at " + ENTRA);
  }

  @Test
  void linesThatEntraBreaksAreOneLine() {
    trial.token(AcrTrials.pod(clouds).serviceAccount("team-b", "other").mint());
    clouds.misbehave(ENTRA, EntraFaults.brokenLines());

    assertThat(trial.assertFails(IMAGE, Kind.DENIED, "AADSTS700213"))
        .doesNotContain("\n", "\r", "Trace ID");
  }
}
