// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.function.Function;

/** What an operator can do about a Google error. */
final class GarFailure {
  /**
   * Reads the errors of STS (RFC 6749 section 5.2) and of the other APIs ({@code
   * google.rpc.Status}).
   *
   * @see <a href="https://cloud.google.com/apis/design/errors">the error model of Google's APIs</a>
   */
  private static final JsonErrorReader READER = new JsonErrorReader(List.of("status", "error"));

  private static final String GET_ACCESS_TOKEN = "iam.serviceAccounts.getAccessToken";

  private GarFailure() {}

  static ErrorFormat errors(Function<CloudError, Advice> advice) {
    return ErrorFormat.of(READER::read, advice);
  }

  static Advice exchange(CloudError error, UnverifiedClaims claims) {
    return switch (error.code().orElse("")) {
      case "invalid_target" ->
          Advice.configuration(
              "correct or enable the pool provider; its resource name has the project's number, not"
                  + " its id");
      case "unauthorized_client" ->
          Advice.distrusted(
              "admit the subject %s in the attribute condition of the pool provider"
                  .formatted(claims.subject()));
      case "invalid_grant" -> invalidToken(error, claims);
      case "invalid_request" -> invalidRequest(error, claims);
      default -> byStatus(error);
    };
  }

  private static Advice invalidRequest(CloudError error, UnverifiedClaims claims) {
    return error.says("google.subject")
        ? Advice.configuration(
            "map google.subject to at most 127 bytes in the pool provider; "
                + claims.subject()
                + " is too long")
        : byStatus(error);
  }

  private static Advice invalidToken(CloudError error, UnverifiedClaims claims) {
    String issuer = claims.issuer();
    if (error.says("udience")) {
      return Advice.configuration(
          "add %s to the allowed audiences of the pool provider"
              .formatted(String.join(", ", claims.audiences())));
    }
    if (error.says("connecting to the given credential's issuer")) {
      return Advice.unavailable(
              "let Google fetch the keys of "
                  + issuer
                  + ", or upload the key of the token to the pool provider")
          .ofThisTokenAlone();
    }
    if (error.says("ssuer")) {
      return Advice.configuration("set the issuer URI of the pool provider to exactly " + issuer);
    }
    if (error.says("xpired") || error.says("stale") || error.says("future")) {
      return Advice.denied("correct the clock of the node or the API server; Google's is right");
    }
    return Advice.denied(
        "let Google fetch the keys of "
            + issuer
            + ", or upload the current ones to the pool provider: Google could not verify the token"
            + " with them");
  }

  static Advice impersonation(
      CloudError error,
      ServiceAccountEmail account,
      WorkloadIdentityPoolProvider pool,
      UnverifiedClaims claims) {
    return switch (error.code().orElse("")) {
      case "PERMISSION_DENIED" -> impersonationDenied(error, account, pool, claims);
      case "NOT_FOUND" -> Advice.configuration("create or enable the service account " + account);
      case "FAILED_PRECONDITION" ->
          Advice.configuration("enable the service account and the IAM Credentials API");
      case "UNAUTHENTICATED" ->
          Advice.denied(
              "compare the universe domains of the endpoints: Google rejects its own token");
      default -> byStatus(error);
    };
  }

  private static Advice impersonationDenied(
      CloudError error,
      ServiceAccountEmail account,
      WorkloadIdentityPoolProvider pool,
      UnverifiedClaims claims) {
    if (error.says("has not been used") || error.says("is disabled")) {
      return Advice.configuration("enable iamcredentials.googleapis.com in the project");
    }
    return Advice.distrusted(
        "grant roles/iam.workloadIdentityUser (%s) on %s to the pod's principal in %s, subject %s"
            .formatted(GET_ACCESS_TOKEN, account, pool.pool(), claims.subject()));
  }

  static Advice metadata(CloudError error) {
    return Advice.byMetadataStatus(
        error.status(),
        "the metadata server",
        "give the node a service account that may pull",
        "let kubelet reach the metadata server");
  }

  private static Advice byStatus(CloudError error) {
    return Advice.byStatus(
        error.status(),
        "Google",
        "check the organization's policies and VPC service controls",
        "see the error code in Google's documentation");
  }
}
