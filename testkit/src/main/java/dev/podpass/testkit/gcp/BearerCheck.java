// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.net.ReceivedRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says who calls an API.
 *
 * @param universe the one whose tokens are accepted
 */
record BearerCheck(AccessTokens tokens, Clock clock, String universe) {
  private static final String SCHEME = "Bearer ";
  private static final String EXPECTED =
      " Expected OAuth 2 access token, login cookie or other valid authentication credential. See"
          + " https://developers.google.com/identity/sign-in/web/devconsole-project.";
  private static final Map<String, String> METHOD =
      Map.of(
          "service",
          "iamcredentials.googleapis.com",
          "method",
          "google.iam.credentials.v1.IAMCredentials.GenerateAccessToken");

  AccessToken caller(ReceivedRequest request) {
    Optional<String> header = request.header("Authorization");
    if (header.isEmpty()) {
      throw unauthenticated(
          "Request is missing required authentication credential.", "CREDENTIALS_MISSING");
    }
    AccessToken token =
        header
            .filter(value -> value.startsWith(SCHEME))
            .flatMap(value -> tokens.find(value.substring(SCHEME.length())))
            .filter(issued -> issued.universe().equals(universe))
            .orElseThrow(() -> unaccepted("ACCESS_TOKEN_TYPE_UNSUPPORTED"));
    if (!token.isLive(clock.instant())) {
      throw unaccepted("ACCESS_TOKEN_EXPIRED"); // The reason is unverified.
    }
    if (Collections.disjoint(token.scopes(), Set.of(Scopes.CLOUD_PLATFORM, Scopes.IAM))) {
      throw ApiJson.refusal(
          ApiError.of(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.")
              .because("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "googleapis.com", METHOD));
    }
    return token;
  }

  private static ErrorAnswerException unaccepted(String reason) {
    return unauthenticated("Request had invalid authentication credentials.", reason);
  }

  private static ErrorAnswerException unauthenticated(String message, String reason) {
    return ApiJson.refusal(
        ApiError.of(401, "UNAUTHENTICATED", message + EXPECTED)
            .because(reason, "googleapis.com", METHOD));
  }
}
