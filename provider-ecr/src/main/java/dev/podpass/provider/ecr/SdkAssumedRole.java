// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.Calls;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.secret.Secret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Assumes a role with the pod's token: STS {@code AssumeRoleWithWebIdentity}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">the
 *     call AssumeRoleWithWebIdentity</a>
 */
final class SdkAssumedRole {
  private SdkAssumedRole() {}

  static TemporaryCredentials assume(RoleSession session, StsClient sts, Calls calls) {
    StsEndpointProvider provider = _ -> SdkEndpoint.unsigned(session.endpoint());
    AssumeRoleWithWebIdentityRequest request =
        AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(session.role().value().text())
            .roleSessionName(session.name())
            .webIdentityToken(calls.token().reveal())
            .policy(session.policy().orElse(null))
            .overrideConfiguration(o -> o.endpointProvider(provider))
            .build();
    return calls.sdk(
        session.step(), () -> read(sts.assumeRoleWithWebIdentity(request).credentials()));
  }

  private static TemporaryCredentials read(@Nullable Credentials credentials) {
    if (credentials == null || credentials.expiration() == null) {
      throw new MalformedAnswerException("it has no credentials");
    }
    return new TemporaryCredentials(
        secret("AccessKeyId", credentials.accessKeyId()).reveal(),
        secret("SecretAccessKey", credentials.secretAccessKey()),
        secret("SessionToken", credentials.sessionToken()),
        credentials.expiration());
  }

  private static Secret secret(String name, @Nullable String value) {
    return CloudAnswer.secret(name, Objects.requireNonNullElse(value, ""));
  }
}
