// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static dev.podpass.provider.gar.GarTrials.IAM;
import static dev.podpass.provider.gar.GarTrials.STS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.gcp.AccessToken;
import dev.podpass.testkit.gcp.FakeGcp;
import dev.podpass.testkit.gcp.GcpFaults;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Faults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The requests to Google and their results, over TLS, against strict fakes of Google. */
class GarExchangeTest {
  private static final String IMAGE = ExampleWorld.GAR_IMAGE;
  private static final String ACCOUNT = ExampleWorld.GCP_SERVICE_ACCOUNT;

  private static final String PRINCIPAL =
      "principal:"
          + ExampleWorld.GCP_PROVIDER.replaceAll("/providers/.*", "")
          + "/subject/system:serviceaccount:team-a:app";

  @AutoClose private final ProviderTrial trial = GarTrials.trusted();
  private final FakeClouds clouds = trial.clouds();

  private static Instant in(Duration time) {
    return Instant.now().plus(time);
  }

  @Test
  void theFederatedTokenIsThePasswordWithOneRequest() {
    Credential credential = trial.exchange(IMAGE);

    AccessToken issued = clouds.gcp().tokens().getFirst();
    assertThat(credential.username()).isEqualTo("oauth2accesstoken");
    assertThat(credential.password().reveal()).isEqualTo(issued.value());
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

    Credential credential = trial.exchange(IMAGE);

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

    Credential credential = trial.exchange(IMAGE);

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

  @Test
  void aNodesTokenEndsAsLongAfterNowAsTheMetadataServerSays() {
    Instant now = Instant.parse("2026-11-25T10:00:00Z");
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    try (ProviderTrial node = new ProviderTrial(new GarCredentialProvider())) {
      node.fallBack(new FallbackPolicy(Fallback.NODE, Fallback.NODE));
      node.set(GarOptions.METADATA_ENDPOINT, node.clouds().gceMetadata().getRawAuthority());
      node.clouds()
          .misbehave(
              "metadata.google.internal",
              Faults.instead(
                  Answer.json(200, "{\"access_token\":\"ya29.x\",\"expires_in\":3599}")
                      .with("Metadata-Flavor", "Google")));

      assertThat(node.exchange(IMAGE, clock).expiry()).contains(now.plusSeconds(3_599));
    }
  }

  @Test
  void theExpiryIsTheEarlierOfTheTwo() {
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);
    clouds.gcp().federatedTokenLife(Duration.ofMinutes(5));

    assertThat(trial.exchange(IMAGE).expiry())
        .hasValueSatisfying(end -> assertThat(end).isBefore(in(Duration.ofMinutes(6))));
  }

  @Test
  void theExpiryIsReadWithAndWithoutAFraction() {
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);
    clouds.misbehave(IAM, GcpFaults.with("expireTime", "2026-11-25T00:00:01.5Z"), 1);
    assertThat(trial.exchange(IMAGE).expiry()).contains(Instant.parse("2026-11-25T00:00:01.5Z"));

    clouds.misbehave(IAM, GcpFaults.with("expireTime", "2026-11-25T00:00:01Z"), 1);
    assertThat(trial.exchange(IMAGE).expiry()).contains(Instant.parse("2026-11-25T00:00:01Z"));
  }

  @Test
  void theExpiryIsUnknownIfGoogleDoesNotTell() {
    clouds.misbehave(STS, GcpFaults.without("expires_in"), 2);
    assertThat(trial.exchange(IMAGE).expiry()).isEmpty();

    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);
    assertThat(trial.exchange(IMAGE).expiry()).isEmpty();

    clouds.misbehave(IAM, GcpFaults.without("expireTime"), 1);
    assertThat(trial.exchange(IMAGE).expiry()).isEmpty();
  }

  @Test
  void triesAgainWhatPasses() {
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);
    clouds.misbehave(STS, GcpFaults.unavailable(), 2);
    clouds.misbehave(IAM, Faults.tooManyRequests(Duration.ZERO), 2);

    trial.exchange(IMAGE);

    assertThat(clouds.received().requestsTo(STS)).hasSize(3);
    assertThat(clouds.received().requestsTo(IAM)).hasSize(3);
  }

  @Test
  void theLibrariesTryNothingAgainByThemselves() {
    trial.annotate("iam.gke.io/gcp-service-account", ACCOUNT);
    clouds.misbehave(IAM, GcpFaults.unavailable());

    trial.assertFails(IMAGE, Kind.UNAVAILABLE, "UNAVAILABLE (HTTP 503)");
    assertThat(clouds.received().requestsTo(STS)).hasSize(1);
    assertThat(clouds.received().requestsTo(IAM)).hasSize(3);

    clouds.behave();
    clouds.misbehave(IAM, Faults.status(401));
    trial.assertFails(IMAGE, Kind.DENIED, "HTTP 401");
    assertThat(clouds.received().requestsTo(IAM)).hasSize(4);
  }
}
