// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.iam.credentials.v1.GenerateAccessTokenRequest;
import com.google.cloud.iam.credentials.v1.GenerateAccessTokenResponse;
import com.google.cloud.iam.credentials.v1.stub.IamCredentialsStub;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
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
  private SdkImpersonation() {}

  static AccessToken impersonate(
      GarImpersonationPlan plan, AccessToken federated, CloudCalls calls) {
    return impersonate(plan, federated, SdkClients.iamCredentials(plan.endpoint()), calls);
  }

  static AccessToken impersonate(
      GarImpersonationPlan plan,
      AccessToken federated,
      IamCredentialsStub client,
      CloudCalls calls) {
    GenerateAccessTokenRequest request =
        GenerateAccessTokenRequest.newBuilder()
            .setName(plan.account().value().resource())
            .addScope(GarImpersonationPlan.SCOPE)
            .setLifetime(
                Duration.newBuilder().setSeconds(GarImpersonationPlan.LIFETIME.toSeconds()))
            .build();
    return calls.call(
        plan.step(), () -> read(client.generateAccessTokenCallable().call(request, as(federated))));
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
