// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.SessionPlan.AssumedRole;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudError;
import dev.podpass.token.ValidatedToken;
import java.time.Duration;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Exchanges the pod's token for a session of a role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
 */
final class SdkAssumedRole {
  private SdkAssumedRole() {}

  static TemporaryCredentials session(
      AssumedRole role, ValidatedToken token, SdkFailures failures) {
    StsEndpointProvider provider = _ -> SdkEndpoint.unsigned(role.endpoint());
    AssumeRoleWithWebIdentityRequest request =
        AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(role.role().value().text())
            .roleSessionName(role.terms().name())
            .webIdentityToken(token.value().reveal())
            .durationSeconds(role.terms().duration().map(SdkAssumedRole::seconds).orElse(null))
            .policy(role.terms().policy().orElse(null))
            .overrideConfiguration(o -> o.endpointProvider(provider))
            .build();
    Credentials credentials =
        failures.calling(
            role.step(), () -> SdkClients.STS.assumeRoleWithWebIdentity(request).credentials());
    if (credentials == null || isIncomplete(credentials)) {
      throw CloudError.unusable(role.step());
    }
    return failures.calling(role.step(), () -> session(credentials));
  }

  private static TemporaryCredentials session(Credentials credentials) {
    return new TemporaryCredentials(
        CloudAnswer.secret("AccessKeyId", credentials.accessKeyId()).reveal(),
        CloudAnswer.secret("SecretAccessKey", credentials.secretAccessKey()),
        CloudAnswer.secret("SessionToken", credentials.sessionToken()),
        credentials.expiration());
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }

  private static boolean isIncomplete(Credentials credentials) {
    return SdkFailures.isBlank(credentials.accessKeyId())
        || SdkFailures.isBlank(credentials.secretAccessKey())
        || SdkFailures.isBlank(credentials.sessionToken())
        || credentials.expiration() == null;
  }
}
