// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.Calls;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Credential;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.endpoints.EcrEndpointProvider;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;
import software.amazon.awssdk.services.ecrpublic.endpoints.EcrPublicEndpointProvider;

/**
 * Gets an authorization token from ECR. {@code registryIds} is not sent: it is deprecated, and the
 * token is valid for every registry that the session may pull from.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html">of
 *     ECR</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_GetAuthorizationToken.html">of
 *     ECR Public</a>
 */
final class SdkAuthorizationToken {
  private SdkAuthorizationToken() {}

  static Credential get(
      EcrTarget target, TemporaryCredentials session, SdkClients clients, Calls calls) {
    return calls.sdk(
        target.step(), () -> ask(target, session, clients), session.secretKey(), session.token());
  }

  private static Credential ask(
      EcrTarget target, TemporaryCredentials session, SdkClients clients) {
    return switch (target.host()) {
      case Private host -> ofPrivate(clients.ecr().get(), host, target.endpoint(), session);
      case Public host -> ofPublic(clients.ecrPublic().get(), host, target.endpoint(), session);
    };
  }

  private static Credential ofPrivate(
      EcrClient ecr, Private host, URI endpoint, TemporaryCredentials session) {
    EcrEndpointProvider provider = _ -> SdkEndpoint.signed(endpoint, "ecr", host.region());
    return ecr
        .getAuthorizationToken(request ->
            request.overrideConfiguration(
                c -> c.endpointProvider(provider).credentialsProvider(credentials(session))))
        .authorizationData()
        .stream()
        .findFirst()
        .map(data -> credential(data.authorizationToken(), data.expiresAt(), session.expiry()))
        .orElseThrow(SdkAuthorizationToken::empty);
  }

  private static Credential ofPublic(
      EcrPublicClient ecr, Public host, URI endpoint, TemporaryCredentials session) {
    EcrPublicEndpointProvider provider =
        _ -> SdkEndpoint.signed(endpoint, "ecr-public", host.region());
    return Optional.ofNullable(
            ecr.getAuthorizationToken(request ->
                    request.overrideConfiguration(c ->
                        c.endpointProvider(provider).credentialsProvider(credentials(session))))
                .authorizationData())
        .map(data -> credential(data.authorizationToken(), data.expiresAt(), session.expiry()))
        .orElseThrow(SdkAuthorizationToken::empty);
  }

  /**
   * The credential in a token, {@code base64(user:password)}, which ends when the session does, if
   * not before.
   */
  static Credential credential(@Nullable String base64, @Nullable Instant end, Instant session) {
    String pair = decoded(Objects.requireNonNullElse(base64, ""));
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw new MalformedAnswerException("its authorizationToken has no user name");
    }
    return Credential.of(
            CloudAnswer.secret("user name", pair.substring(0, colon)).reveal(),
            CloudAnswer.secret("password", pair.substring(colon + 1)))
        .expiringAt(Optional.ofNullable(end).map(own -> own.isBefore(session) ? own : session));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException _) {
      throw new MalformedAnswerException("its authorizationToken is not base64");
    }
  }

  private static MalformedAnswerException empty() {
    return new MalformedAnswerException("it has no authorizationData");
  }

  private static StaticCredentialsProvider credentials(TemporaryCredentials session) {
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretKey().reveal(), session.token().reveal()));
  }
}
