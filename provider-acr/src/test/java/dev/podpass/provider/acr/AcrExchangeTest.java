// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.provider.acr.AcrTrials.ENTRA;
import static dev.podpass.provider.acr.AcrTrials.EXCHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.azure.AccessToken;
import dev.podpass.testkit.azure.AcrFaults;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.AzureCloud;
import dev.podpass.testkit.azure.EntraFaults;
import dev.podpass.testkit.azure.FederatedCredential;
import dev.podpass.testkit.azure.RefreshToken;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.azure.Tenant;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.ReceivedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The requests to Azure and their results, over TLS, against strict fakes of Azure. */
class AcrExchangeTest {
  private static final String REGISTRY = ExampleWorld.ACR_REGISTRY;
  private static final String IMAGE = ExampleWorld.ACR_IMAGE;
  private static final String CLIENT = ExampleWorld.AZURE_CLIENT_ID;
  private static final String TENANT = ExampleWorld.AZURE_TENANT;
  @AutoClose private final ProviderTrial trial = AcrTrials.annotated();
  private final FakeClouds clouds = trial.clouds();

  @Test
  void theRegistrysTokenIsThePasswordWithThreeRequestsOverTwoHandshakes() {
    Credential credential = trial.exchange(IMAGE);

    RefreshToken issued = clouds.azure().refreshTokens().getFirst();
    assertThat(credential.username()).isEqualTo("00000000-0000-0000-0000-000000000000");
    assertThat(credential.password().reveal()).isEqualTo(issued.value());
    assertThat(credential.expiry()).contains(issued.expiry());
    assertThat(issued.registry()).isEqualTo(REGISTRY);
    assertThat(issued.identity().clientId()).isEqualTo(CLIENT);
    assertThat(clouds.azure().accessTokens())
        .extracting(AccessToken::audience)
        .containsExactly("https://containerregistry.azure.net");
    assertThat(clouds.received().requests())
        .extracting(request -> request.method() + " " + request.host() + request.target())
        .containsExactlyInAnyOrder(
            "POST " + ENTRA + "/" + TENANT + "/oauth2/v2.0/token",
            "GET " + REGISTRY + "/v2/",
            "POST " + REGISTRY + "/oauth2/exchange");
    assertThat(clouds.received().tlsConnections()).hasSize(2);
  }

  @Test
  void theTenantOfTheIdentityIsWhatTheRegistryIsTold() {
    trial.exchange(IMAGE);

    assertThat(clouds.received().requestsTo(REGISTRY))
        .last()
        .extracting(request -> request.body().text())
        .asString()
        .startsWith("grant_type=access_token&service=" + REGISTRY + "&tenant=" + TENANT + "&");
  }

  @Test
  void nothingTellsOfTheMachine() {
    trial.exchange(IMAGE);

    assertThat(clouds.received().requests())
        .allSatisfy(request -> {
          assertThat(request.headers().first("x-client-OS")).isEmpty();
          assertThat(request.headers().first("x-client-CPU")).isEmpty();
          assertThat(request.headers().first("User-Agent")).contains("podpass");
        });
  }

  @Test
  void aCloudOfTheOperatorsHasAResourceOfItsOwn() {
    String registry = "myregistry." + AzureCloud.STACK.registrySuffix();
    moveTo(AzureCloud.STACK, registry, ExampleWorld.AZURE_AUDIENCE);
    trial.set(AcrOptions.REGISTRY_SUFFIX, AzureCloud.STACK.registrySuffix());
    trial.set(AcrOptions.AUTHORITY, "https://" + AzureCloud.STACK.authority());
    trial.assertFails(
        registry + "/app",
        Kind.CONFIGURATION,
        "AADSTS500011",
        "does not know the resource https://containerregistry.azure.net",
        "--acr-resource");

    trial.set(AcrOptions.RESOURCE, AzureCloud.STACK.registryResource());
    trial.exchange(registry + "/app");

    assertThat(clouds.azure().accessTokens())
        .extracting(AccessToken::audience)
        .containsExactly(AzureCloud.STACK.registryResource());
  }

  private void moveTo(AzureCloud cloud, String registry, String audience) {
    var azure = clouds.azure();
    azure.directory().put(Tenant.of(TENANT).in(cloud));
    azure
        .directory()
        .put(
            Application.of(CLIENT, TENANT)
                .trusting(
                    new FederatedCredential(
                        clouds.issuer().published(),
                        "system:serviceaccount:team-a:app",
                        audience)));
    azure.put(Registry.of(registry, TENANT).pulledBy(CLIENT));
  }

  @Test
  void aTenantMayBeNamedByItsDomain() {
    trial.annotate("kubernetes.azure.com/acr-tenant-id", ExampleWorld.AZURE_DOMAIN);

    trial.exchange(IMAGE);

    assertThat(clouds.received().requestsTo(ENTRA))
        .extracting(ReceivedRequest::path)
        .containsExactly("/" + ExampleWorld.AZURE_DOMAIN + "/oauth2/v2.0/token");
  }

  @Test
  void theExpiryIsTheRegistrysTokensOwn() {
    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenExpiring(1_800_000_000), 1);
    assertThat(trial.exchange(IMAGE).expiry()).contains(Instant.ofEpochSecond(1_800_000_000));
  }

  @Test
  void theExpiryIsUnknownIfTheTokenDoesNotTell() {
    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenWithout("exp"), 1);
    assertThat(trial.exchange(IMAGE).expiry()).isEmpty();

    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenExpiring(0), 1);
    assertThat(trial.exchange(IMAGE).expiry()).isEmpty();
  }

  /** Azure's library reads a list as a map, and never comes to its end. */
  @Test
  @Timeout(30)
  void aFieldThatIsNotNeededMayBeAnything() {
    for (String json : List.of("[]", "[1]", "{}", "{\"a\":[]}", "null", "1e99", "\"\\u0000\"")) {
      clouds.behave();
      clouds.misbehave(
          ENTRA,
          new AnswerFault.Altered(answer ->
              answer.withBody(
                  Bytes.of(
                      answer
                          .body()
                          .text()
                          .replaceFirst(
                              "\\{", Matcher.quoteReplacement("{\"x\":%s,".formatted(json)))))),
          1);

      assertThat(trial.exchange(IMAGE).expiry()).isPresent();
    }
  }

  @Test
  void anEndOfEntrasTokenIsNotNeeded() {
    clouds.misbehave(ENTRA, EntraFaults.without("expires_in"));

    assertThat(trial.exchange(IMAGE).expiry()).isPresent();
  }

  @Test
  void triesAgainWhatPasses() {
    clouds.misbehave(ENTRA, EntraFaults.temporarilyUnavailable(), 2);
    clouds.misbehave(EXCHANGE, AcrFaults.throttled(Duration.ZERO), 2);

    trial.exchange(IMAGE);

    assertThat(clouds.received().requestsTo(ENTRA)).hasSize(3);
    assertThat(clouds.received().requestsTo(REGISTRY)).hasSize(4);
  }

  @Test
  void theLibraryTriesNothingAgainByItself() {
    clouds.misbehave(ENTRA, Faults.status(503));
    trial.assertFails(IMAGE, Kind.UNAVAILABLE, "HTTP 503");
    assertThat(clouds.received().requestsTo(ENTRA)).hasSize(3);

    clouds.behave();
    clouds.misbehave(ENTRA, Faults.status(408));
    trial.assertFails(IMAGE, Kind.TRY_AGAIN, "HTTP 408", "Entra ID timed out");
    // Three more, which are ours: the library's own second try would make them six.
    assertThat(clouds.received().requestsTo(ENTRA)).hasSize(6);
  }
}
