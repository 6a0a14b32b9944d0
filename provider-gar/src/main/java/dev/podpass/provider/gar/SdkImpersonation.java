// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.iam.credentials.v1.GenerateAccessTokenRequest;
import com.google.cloud.iam.credentials.v1.GenerateAccessTokenResponse;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.podpass.spi.CloudAnswer;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Impersonates a service account with a federated access token: IAM Credentials {@code
 * generateAccessToken}.
 *
 * @see <a href="https://cloud.google.com/iam/docs/reference/credentials/rest">generateAccessToken
 *     of the IAM Service Account Credentials API</a>
 */
final class SdkImpersonation {
  /** The scope of the access token. */
  static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

  /** What Google gives without an organization policy that allows more. */
  static final int LIFETIME_SECONDS = 3_600;

  private SdkImpersonation() {}

  static AccessToken impersonate(ServiceAccountEmail account, URI endpoint, AccessToken federated) {
    GenerateAccessTokenRequest request =
        GenerateAccessTokenRequest.newBuilder()
            .setName(account.resource())
            .addScope(SCOPE)
            .setLifetime(Duration.newBuilder().setSeconds(LIFETIME_SECONDS))
            .build();
    return read(
        SdkClients.iamCredentials(endpoint)
            .generateAccessTokenCallable()
            .call(request, as(federated)));
  }

  private static AccessToken read(GenerateAccessTokenResponse response) {
    return new AccessToken(
        CloudAnswer.secret("accessToken", response.getAccessToken()), expiry(response));
  }

  /** Without the expiry: the library rejects a token that ends soon, and could not renew it. */
  private static HttpJsonCallContext as(AccessToken federated) {
    return HttpJsonCallContext.createDefault()
        .withCredentials(
            GoogleCredentials.create(
                com.google.auth.oauth2.AccessToken.newBuilder()
                    .setTokenValue(federated.value().reveal())
                    .build()));
  }

  private static Optional<Instant> expiry(GenerateAccessTokenResponse response) {
    Timestamp end = response.getExpireTime();
    return response.hasExpireTime()
        ? Optional.of(Instant.ofEpochSecond(end.getSeconds(), end.getNanos()))
        : Optional.empty();
  }
}
