// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static dev.podpass.provider.ecr.EcrTrials.ECR;
import static dev.podpass.provider.ecr.EcrTrials.STS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.EcrFaults;
import dev.podpass.testkit.aws.FakeAws;
import dev.podpass.testkit.aws.RegistryPassword;
import dev.podpass.testkit.aws.StsFaults;
import dev.podpass.testkit.net.Faults;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The requests to AWS and their results, over TLS, against strict fakes of AWS. */
class EcrExchangeTest {
  @AutoClose private final ProviderTrial trial = EcrTrials.trusted();
  private final FakeClouds clouds = trial.clouds();

  @Test
  void exchangesTheTokenWithTwoRequests() {
    Credential credential = trial.exchange(ExampleWorld.IMAGE);

    RegistryPassword issued = clouds.aws().passwords().getFirst();
    assertThat(credential.username()).isEqualTo("AWS");
    assertThat(credential.password().reveal()).isEqualTo(issued.value());
    assertThat(clouds.received().requests()).hasSize(2);
    assertThat(clouds.received().requestsTo(ECR).getFirst().body().text())
        .doesNotContain("registryIds");
  }

  @Test
  void theExpiryIsThatOfTheSessionIfThatEndsFirst() {
    Credential credential = trial.exchange(ExampleWorld.IMAGE);

    assertThat(credential.expiry())
        .contains(clouds.aws().sessions().getFirst().expiry())
        .hasValueSatisfying(end -> assertThat(end).isBefore(in(Duration.ofMinutes(61))));
  }

  @Test
  void theExpiryIsThatOfTheTokenIfThatEndsFirst() {
    clouds.aws().passwordLife(Duration.ofMinutes(10));

    assertThat(trial.exchange(ExampleWorld.IMAGE).expiry())
        .hasValueSatisfying(end -> assertThat(end).isBefore(in(Duration.ofMinutes(11))));
  }

  @Test
  void theExpiryIsUnknownIfEcrDoesNotTell() {
    clouds.misbehave(ECR, EcrFaults.without("expiresAt"));

    assertThat(trial.exchange(ExampleWorld.IMAGE).expiry()).isEmpty();
  }

  @Test
  void theSessionIsNamedAndNarrowed() {
    trial.set(EcrOptions.SESSION_POLICY, "repository");

    trial.exchange(ExampleWorld.IMAGE);

    var session = clouds.aws().sessions().getFirst();
    assertThat(trial.plan(ExampleWorld.IMAGE).exchange().repository()).contains("team-a/app");
    assertThat(session.name()).isEqualTo("team-a.app");
    assertThat(session.allows("ecr:BatchGetImage", repository("team-a/app"))).isTrue();
    assertThat(session.allows("ecr:BatchGetImage", repository("team-a/other"))).isFalse();
    assertThat(session.allows("ecr:PutImage", repository("team-a/app"))).isFalse();
  }

  @Test
  void pullsAsTheNodeWithoutAnIdentity() {
    trial.fallBack(new FallbackPolicy(Fallback.FAIL, Fallback.NODE));
    trial.set(EcrOptions.METADATA_ENDPOINT, clouds.ec2Metadata().toString());

    Credential credential = trial.exchange(ExampleWorld.IMAGE);

    assertThat(clouds.aws().password(credential.password().reveal())).isPresent();
    assertThat(clouds.received().requestsTo(FakeAws.METADATA_HOST))
        .extracting(r -> r.method() + " " + r.path())
        .containsExactly(
            "PUT /latest/api/token",
            "GET /latest/meta-data/iam/security-credentials/",
            "GET /latest/meta-data/iam/security-credentials/node");
    assertThat(clouds.received().connectsTo(STS + ":443")).isEmpty();
  }

  @Test
  void triesAgainWhatPasses() {
    clouds.misbehave(STS, StsFaults.idpCommunicationError(), 1);
    clouds.misbehave(STS, StsFaults.throttling(), 1);
    clouds.misbehave(ECR, EcrFaults.throttling(), 2);

    assertThat(trial.exchange(ExampleWorld.IMAGE).username()).isEqualTo("AWS");
    assertThat(clouds.received().requestsTo(STS)).hasSize(3);
    assertThat(clouds.received().requestsTo(ECR)).hasSize(3);
  }

  @Test
  void theSdkTriesNothingAgainByItself() {
    clouds.misbehave(STS, Faults.status(500));

    trial.assertFails(ExampleWorld.IMAGE, Kind.UNAVAILABLE, "HTTP 500");
    assertThat(clouds.received().requestsTo(STS)).hasSize(3);
  }

  private static Instant in(Duration time) {
    return Instant.now().plus(time);
  }

  private static String repository(String name) {
    return "arn:aws:ecr:us-east-1:123456789012:repository/" + name;
  }
}
