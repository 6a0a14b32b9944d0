// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static dev.podpass.provider.ecr.EcrTrials.ECR;
import static dev.podpass.provider.ecr.EcrTrials.STS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.FakeConnections;
import dev.podpass.testkit.ExampleWorld;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** Faults of the AWS SDK's clients that no answer of AWS brings about. */
class SdkFaultsTest {
  private static final Secret PLANTED = Secret.of("planted-Pa55");
  private static final String MESSAGE = "cannot sign with " + PLANTED.reveal();

  @AutoClose private final ProviderTrial trial = EcrTrials.trusted();
  private final StsClient sts = mock(StsClient.class);
  private final EcrClient ecr = mock(EcrClient.class);

  @Test
  void aFaultOfAClientIsNotQuoted() {
    when(sts.assumeRoleWithWebIdentity(any(AssumeRoleWithWebIdentityRequest.class)))
        .thenThrow(SdkClientException.create(MESSAGE));
    assertUnusable("AssumeRoleWithWebIdentity at " + STS);
  }

  @Test
  void anAnswerThatIsNullCannotBeUsed() {
    assertUnusable("AssumeRoleWithWebIdentity at " + STS);
    assumeRole();
    assertUnusable("GetAuthorizationToken at " + ECR);
    when(ecr.getAuthorizationToken(anyRequest()))
        .thenReturn(
            GetAuthorizationTokenResponse.builder()
                .authorizationData(Collections.singletonList(null))
                .build());
    assertUnusable("GetAuthorizationToken at " + ECR);
  }

  /** No fake answers with a status that the SDK has lost; the kind comes from the class alone. */
  @Test
  void anErrorWithoutDetailsIsAnErrorOfAws() {
    when(sts.assumeRoleWithWebIdentity(any(AssumeRoleWithWebIdentityRequest.class)))
        .thenThrow(StsException.builder().statusCode(503).message(MESSAGE).build());
    assertFails(Kind.UNAVAILABLE, "HTTP 503", "AWS reports an internal error");
  }

  /** The session's secrets are known by then, and masked in whatever ECR quotes of them. */
  @Test
  void anErrorThatQuotesTheSessionsSecretsHasThemMasked() {
    assumeRole();
    when(ecr.getAuthorizationToken(anyRequest()))
        .thenThrow(
            EcrException.builder()
                .statusCode(400)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("InvalidSignatureException")
                        .errorMessage(MESSAGE)
                        .build())
                .build());
    assertFails(
        Kind.CONFIGURATION, "InvalidSignatureException (HTTP 400): cannot sign with [secret]");
  }

  private void assertUnusable(String step) {
    assertFails(Kind.UNAVAILABLE, step + " gave an answer that cannot be used");
  }

  private void assertFails(Kind kind, String... because) {
    Pod pod = trial.pod(ExampleWorld.IMAGE);
    EcrRegistryHost host = EcrRegistryHost.find(pod.image().registry()).orElseThrow();
    EcrFederatedPlan plan =
        EcrFederatedPlan.of(
            new Sourced<>(RoleArn.parse("arn:aws:iam::123456789012:role/pull"), "--test"),
            pod,
            host,
            ProviderSettings.NONE);
    SdkClients clients = new SdkClients(sts, () -> ecr, () -> mock(EcrPublicClient.class));
    assertThatThrownBy(() ->
            plan.exchange(pod, false)
                .run(calls -> plan.run(calls, clients))
                .run(
                    Secret.of("token-of-the-pod"),
                    pod.workload(),
                    new FakeConnections(),
                    Clock.systemUTC()))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.line()).contains(because).doesNotContain(PLANTED.reveal());
            });
  }

  private void assumeRole() {
    when(sts.assumeRoleWithWebIdentity(any(AssumeRoleWithWebIdentityRequest.class)))
        .thenReturn(
            AssumeRoleWithWebIdentityResponse.builder()
                .credentials(c ->
                    c.accessKeyId("ASIAEXAMPLE")
                        .secretAccessKey(PLANTED.reveal())
                        .sessionToken("session")
                        .expiration(Instant.parse("2099-01-01T00:00:00Z")))
                .build());
  }

  private static Consumer<GetAuthorizationTokenRequest.Builder> anyRequest() {
    return any();
  }
}
