// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.podpass.testkit.ExampleWorld;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.IdpCommunicationErrorException;
import software.amazon.awssdk.services.sts.model.StsException;

/** What AWS's own clients make of the fakes' refusals. */
class SdkRefusalsTest extends SdkClientsFixture {
  @Test
  void refusalsAreWhatTheSdkTakesThemFor() {
    String expired = clouds.issuer().token().issuedAt(Instant.now().minusSeconds(7200)).mint();

    assertThatExceptionOfType(ExpiredTokenException.class)
        .isThrownBy(() ->
            sts("us-east-1")
                .assumeRoleWithWebIdentity(r ->
                    r.roleArn(ExampleWorld.ROLE).roleSessionName("s2").webIdentityToken(expired)))
        .satisfies(e -> {
          assertThat(e.awsErrorDetails().errorMessage()).startsWith("Token expired: current");
          assertThat(e.requestId())
              .isEqualTo(
                  clouds
                      .received()
                      .answersOf(STS)
                      .getFirst()
                      .answer()
                      .headers()
                      .first("x-amzn-RequestId")
                      .orElseThrow());
        });
  }

  @Test
  void idpCommunicationErrorIsOneOfTheSdks() {
    clouds.misbehave(STS, StsFaults.idpCommunicationError(), 1);

    assertThatExceptionOfType(IdpCommunicationErrorException.class)
        .isThrownBy(() -> assumeRole("us-east-1"));
    assumeRole("us-east-1");
  }

  @Test
  void throttlingIsThrottling() {
    clouds.misbehave(STS, StsFaults.throttling(), 1);

    assertThatExceptionOfType(StsException.class)
        .isThrownBy(() -> assumeRole("us-east-1"))
        .matches(StsException::isThrottlingException);
  }

  @ParameterizedTest
  @CsvSource({"PLAIN", "PREFIXED", "HEADER"})
  void ecrErrorsAreReadInEveryStyle(ErrorStyle style) {
    Session.Keys keys = assumeRole("us-east-1").keys();
    clouds.misbehave(ECR, EcrFaults.error(style, 400, "AccessDeniedException", "no"), 1);

    assertThatExceptionOfType(EcrException.class)
        .isThrownBy(() -> authorization("us-east-1", keys))
        .satisfies(e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
          assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("no");
          assertThat(e.requestId()).isNotBlank();
        });
  }
}
