// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static dev.podpass.provider.gar.GarTrials.IAM;
import static dev.podpass.provider.gar.GarTrials.STS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.FallbackPolicy.Fallback;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.gcp.GcpFaults;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Faults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** When Google's tokens end, and what is tried again. */
class GarExpiryExchangeTest extends GarExchangeFixture {
  @Test
  void aNodesTokenEndsAsLongAfterNowAsTheMetadataServerSays() {
    Instant now = Instant.parse("2026-11-25T10:00:00Z");
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    try (ProviderTrial node = new ProviderTrial(new GarCredentialProvider(clock))) {
      node.fallBack(new FallbackPolicy(Fallback.NODE, Fallback.NODE));
      node.set(GarOptions.METADATA_ENDPOINT, node.clouds().gceMetadata().getRawAuthority());
      node.clouds()
          .misbehave(
              "metadata.google.internal",
              Faults.instead(
                  Answer.json(200, "{\"access_token\":\"ya29.x\",\"expires_in\":3599}")
                      .with("Metadata-Flavor", "Google")));

      assertThat(node.exchange(IMAGE).expiry()).contains(now.plusSeconds(3_599));
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
