// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.gcp.AccessToken;
import dev.podpass.testkit.gcp.FakeGcp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The requests to Google and their results, over TLS, against strict fakes of Google. */
class GarExchangeTest extends GarExchangeFixture {
  @Test
  void theFederatedTokenIsThePasswordWithOneRequest() {
    RegistryCredential credential = trial.exchange(IMAGE);

    AccessToken issued = clouds.gcp().tokens().getFirst();
    assertThat(credential.username()).isEqualTo("oauth2accesstoken");
    assertThat(credential.password().reveal()).isEqualTo(issued.value());
    assertThat(credential.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(credential.expiry())
        .hasValueSatisfying(
            end -> assertThat(Duration.between(end, issued.expiry()).abs()).isLessThan(seconds(5)));
    assertThat(issued.principal()).isEqualTo(PRINCIPAL);
    assertThat(issued.scopes()).containsExactly("https://www.googleapis.com/auth/cloud-platform");
    assertThat(clouds.received().requests()).hasSize(1);
    assertThat(clouds.gcp().passwords().admit(credential.username(), issued.value())).isPresent();
  }

  @Test
  void theTokenOfAnImpersonatedAccountIsThePasswordWithTwoRequests() {
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);

    RegistryCredential credential = trial.exchange(IMAGE);

    AccessToken issued = clouds.gcp().tokens().getLast();
    assertThat(credential.password().reveal()).isEqualTo(issued.value());
    assertThat(issued.principal()).isEqualTo("serviceAccount:" + ACCOUNT);
    assertThat(issued.scopes())
        .containsExactly("https://www.googleapis.com/auth/devstorage.read_only");
    assertThat(clouds.gcp().tokens().getFirst().principal()).isEqualTo(PRINCIPAL);
    assertThat(clouds.received().requests()).hasSize(2);
  }

  @Test
  void nothingTellsOfTheMachine() {
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);

    trial.exchange(IMAGE);

    assertThat(clouds.received().requests())
        .allSatisfy(request -> {
          assertThat(request.headers().first("x-goog-api-client")).isEmpty();
          assertThat(request.headers().first("User-Agent").orElse("")).doesNotContain("Java");
        });
  }

  @Test
  void aGkePoolTakesTokensThatAreMeantForThePool() {
    trial.token(clouds.issuer().token().audience(ExampleWorld.GKE_POOL).mint());
    trial.set(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS, "iam.gke.io/gcp-service-account");
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);

    trial.exchange(IMAGE);

    assertThat(clouds.gcp().tokens().getFirst().principal())
        .endsWith("my-project.svc.id.goog/subject/ns/team-a/sa/app");
    assertThat(clouds.gcp().tokens().getLast().principal()).isEqualTo("serviceAccount:" + ACCOUNT);
  }

  @Test
  void pullsAsTheNodeWithoutAnIdentity() {
    trial.token(clouds.issuer().token().audience("other").mint());
    GarTrials.asTheNode(trial);

    RegistryCredential credential = trial.exchange(IMAGE);

    assertThat(clouds.gcp().token(credential.password().reveal()))
        .hasValueSatisfying(token ->
            assertThat(token.principal())
                .isEqualTo("serviceAccount:" + ExampleWorld.GCP_NODE_ACCOUNT));
    assertThat(credential.expiry())
        .hasValueSatisfying(end ->
            assertThat(end).isBetween(in(Duration.ofMinutes(59)), in(Duration.ofMinutes(61))));
    assertThat(clouds.received().requestsTo(FakeGcp.METADATA_HOST)).hasSize(1);
    assertThat(clouds.received().proxyRequests()).isEmpty();
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }
}
