// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.ecrpublic.endpoints.EcrPublicEndpointProvider;

/**
 * Asks ECR for an authorization token. {@code registryIds} is not sent: it is deprecated, and the
 * token is good for every registry that the session may pull from.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html">GetAuthorizationToken</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_GetAuthorizationToken.html">of
 *     ECR Public</a>
 */
final class SdkAuthorizationToken {
  private SdkAuthorizationToken() {}

  static RegistryCredential get(EcrPlan plan, TemporaryCredentials session, SdkFailures failures) {
    URI endpoint = plan.endpoint();
    AuthorizationToken token =
        failures.calling(
            plan.authorization(),
            () ->
                switch (plan.host()) {
                  case Private host -> ofPrivate(host, endpoint, session);
                  case Public host -> ofPublic(host, endpoint, session);
                });
    Optional<Instant> expiry =
        token.expiresAt().map(end -> end.isBefore(session.expiry()) ? end : session.expiry());
    return token
        .login()
        .map(login ->
            new RegistryCredential(login.user(), login.password(), expiry, plan.session().scope()))
        .orElseThrow(() -> CloudError.unusable(plan.authorization()));
  }

  private static AuthorizationToken ofPrivate(
      Private host, URI endpoint, TemporaryCredentials session) {
    EcrEndpointProvider provider = _ -> SdkEndpoint.signed(endpoint, "ecr", host.region());
    return SdkClients.ECR
        .getAuthorizationToken(request ->
            request.overrideConfiguration(
                c -> c.endpointProvider(provider).credentialsProvider(credentials(session))))
        .authorizationData()
        .stream()
        .findFirst()
        .map(data -> AuthorizationToken.of(data.authorizationToken(), data.expiresAt()))
        .orElse(AuthorizationToken.NONE);
  }

  private static AuthorizationToken ofPublic(
      Public host, URI endpoint, TemporaryCredentials session) {
    EcrPublicEndpointProvider provider =
        _ -> SdkEndpoint.signed(endpoint, "ecr-public", host.region());
    return Optional.ofNullable(
            SdkClients.ECR_PUBLIC
                .getAuthorizationToken(request ->
                    request.overrideConfiguration(c ->
                        c.endpointProvider(provider).credentialsProvider(credentials(session))))
                .authorizationData())
        .map(data -> AuthorizationToken.of(data.authorizationToken(), data.expiresAt()))
        .orElse(AuthorizationToken.NONE);
  }

  private static StaticCredentialsProvider credentials(TemporaryCredentials session) {
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretKey().reveal(), session.token().reveal()));
  }
}
