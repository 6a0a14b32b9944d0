// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static dev.podpass.core.testing.SdkFault.PLANTED;
import static dev.podpass.core.testing.SdkFault.assertUnusable;
import static dev.podpass.provider.ecr.EcrTrials.ECR;
import static dev.podpass.provider.ecr.EcrTrials.STS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.core.testing.SdkFault;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.FallbackPolicy.Fallback;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** Faults of the AWS SDK's clients that no answer of AWS brings about. */
class SdkFaultsTest {
  private static final String ASSUME = "AssumeRoleWithWebIdentity at " + STS;
  private static final String AUTHORIZE = "GetAuthorizationToken at ";

  @AutoClose private final ProviderTrial trial = EcrTrials.trusted();
  private final StsClient sts = mock(StsClient.class);
  private final EcrClient ecr = mock(EcrClient.class);
  private final EcrPublicClient ecrPublic = mock(EcrPublicClient.class);

  static Stream<Arguments> thrown() {
    return Stream.of(
        argumentSet("client", SdkClientException.create(SdkFault.message())),
        argumentSet(
            "client, wrapping", SdkClientException.create("x", new Error(SdkFault.message()))),
        argumentSet("aborted", AbortedException.create(SdkFault.message())),
        argumentSet("timeout", ApiCallTimeoutException.create(SdkFault.message(), null)),
        argumentSet("unchecked", new IllegalStateException(SdkFault.message())),
        argumentSet("no message", new NullPointerException()));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aFaultOfTheStsClientIsNotQuoted(RuntimeException fault) {
    when(sts.assumeRoleWithWebIdentity(any(AssumeRoleWithWebIdentityRequest.class)))
        .thenThrow(fault);

    assertUnusable(() -> exchange(ExampleWorld.IMAGE), ASSUME, fault.getClass());
    verifyNoInteractions(ecr, ecrPublic);
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aFaultOfTheEcrClientIsNotQuoted(RuntimeException fault) {
    assumeRole();
    when(ecr.getAuthorizationToken(anyEcrRequest())).thenThrow(fault);

    assertUnusable(() -> exchange(ExampleWorld.IMAGE), AUTHORIZE + ECR, fault.getClass());
    verifyNoInteractions(ecrPublic);
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aFaultOfTheEcrPublicClientIsNotQuoted(RuntimeException fault) {
    assumeRole();
    when(ecrPublic.getAuthorizationToken(anyEcrPublicRequest())).thenThrow(fault);

    assertUnusable(
        () -> exchange("public.ecr.aws/team-a/app"),
        AUTHORIZE + "api.ecr-public.us-east-1.amazonaws.com",
        fault.getClass());
    verifyNoInteractions(ecr);
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aFaultOfTheMetadataClientIsNotQuoted(RuntimeException fault) {
    trial.fallBack(new FallbackPolicy(Fallback.FAIL, Fallback.NODE));
    EcrNodePlan plan = (EcrNodePlan) trial.plan(ExampleWorld.IMAGE);
    CloudCalls calls =
        new CloudCalls(
            SdkAwsError::find, error -> EcrFailure.ofNode(error, plan.step(), plan.target()));
    Ec2MetadataClient metadata = mock(Ec2MetadataClient.class);
    when(metadata.get(anyString())).thenThrow(fault);

    assertUnusable(
        () -> calls.call(plan.step(), () -> SdkInstanceProfileCredentials.get(metadata)),
        "instance metadata at 169.254.169.254",
        fault.getClass());
  }

  @Test
  void anAnswerThatIsNullCannotBeUsed() {
    assertUnusable(() -> exchange(ExampleWorld.IMAGE), ASSUME, NullPointerException.class);

    assumeRole();
    String authorize = AUTHORIZE + ECR;
    assertUnusable(() -> exchange(ExampleWorld.IMAGE), authorize, NullPointerException.class);

    when(ecr.getAuthorizationToken(anyEcrRequest()))
        .thenReturn(
            GetAuthorizationTokenResponse.builder()
                .authorizationData(Collections.singletonList(null))
                .build());
    assertUnusable(() -> exchange(ExampleWorld.IMAGE), authorize, NullPointerException.class);
  }

  /** No fake answers with a status that the SDK has lost; the kind comes from the class alone. */
  @Test
  void anErrorWithoutDetailsIsAnErrorOfAws() {
    when(sts.assumeRoleWithWebIdentity(any(AssumeRoleWithWebIdentityRequest.class)))
        .thenThrow(StsException.builder().statusCode(503).message(SdkFault.message()).build());

    assertThatThrownBy(() -> exchange(ExampleWorld.IMAGE))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
              assertThat(e.line())
                  .contains("HTTP 503", "AWS reports an internal error")
                  .doesNotContain(PLANTED.reveal());
            });
  }

  /** The session's secrets are known by then, and masked in whatever ECR quotes of them. */
  @Test
  void anErrorThatQuotesTheSessionsSecretsHasThemMasked() {
    assumeRole();
    when(ecr.getAuthorizationToken(anyEcrRequest()))
        .thenThrow(
            EcrException.builder()
                .statusCode(400)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("InvalidSignatureException")
                        .errorMessage(SdkFault.message())
                        .build())
                .build());

    assertThatThrownBy(() -> exchange(ExampleWorld.IMAGE))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(e.line())
                  .contains("InvalidSignatureException (HTTP 400): cannot sign with [secret]")
                  .doesNotContain(PLANTED.reveal());
            });
  }

  private CredentialAnswer exchange(String image) {
    EcrFederatedPlan plan = (EcrFederatedPlan) trial.plan(image);
    return plan.exchange(trial.validated(plan), new SdkClients(sts, () -> ecr, () -> ecrPublic));
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

  private static Consumer<
          software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest.Builder>
      anyEcrRequest() {
    return any();
  }

  private static Consumer<
          software.amazon.awssdk.services.ecrpublic.model.GetAuthorizationTokenRequest.Builder>
      anyEcrPublicRequest() {
    return any();
  }
}
