// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.failure.Advice;
import dev.podpass.failure.CredentialException;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.provider.ecr.SessionPlan.AssumedRole;
import dev.podpass.provider.ecr.SessionPlan.NodeRole;
import dev.podpass.spi.CloudError;
import dev.podpass.token.UnverifiedClaims;
import java.util.Optional;

/** What an error of AWS means for an operator of podpass. */
final class EcrFailure {
  private EcrFailure() {}

  /** The failure of a plan with the error of one of its steps. */
  static CredentialException of(CloudError error, EcrPlan plan, Optional<UnverifiedClaims> claims) {
    String who =
        switch (plan.session()) {
          case AssumedRole session ->
              "as %s for %s"
                  .formatted(
                      session.role(), claims.map(c -> c.workload().toString()).orElse("(nobody)"));
          case NodeRole _ -> "as the node";
        };
    return error.failure(who, advice(error, plan, claims));
  }

  private static Advice advice(CloudError error, EcrPlan plan, Optional<UnverifiedClaims> claims) {
    String issuer = claims.map(UnverifiedClaims::issuer).orElse("(none)");
    String subject = claims.map(UnverifiedClaims::subject).orElse("(none)");
    return switch (error.code().orElse("")) {
      case "InvalidIdentityToken" -> invalidToken(error, plan, issuer);
      case "ExpiredTokenException", "ExpiredToken" ->
          Advice.denied("compare the clocks of node and API server; AWS's is right");
      case "AccessDenied" ->
          Advice.distrusted(
              "the trust policy of the role must allow sts:AssumeRoleWithWebIdentity to the federated"
                  + " principal of %s, with the subject %s and the audience %s"
                      .formatted(issuer, subject, String.join(", ", plan.audiences())));
      case "AccessDeniedException" -> Advice.denied(permissions(plan.host()));
      case "IDPRejectedClaim" ->
          Advice.denied(
              "the issuer " + issuer + " rejected the token: is its service account deleted?");
      case "IDPCommunicationError" ->
          Advice.unavailable("AWS could not reach the issuer " + issuer);
      case "RegionDisabledException" ->
          Advice.configuration(
              "activate STS for this region in the IAM account settings of the role's account, or set"
                  + " --ecr-sts-endpoint to another region's");
      case "PackedPolicyTooLarge", "PackedPolicyTooLargeException" ->
          Advice.configuration("set --ecr-session-policy=registry, or none");
      case "MalformedPolicyDocument", "MalformedPolicyDocumentException" ->
          Advice.configuration("set --ecr-session-policy=none, and report this");
      case "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException" ->
          Advice.configuration(
              "is the clock right, and the region enabled for the role's account?");
      case "ValidationError", "ValidationException" ->
          Advice.configuration(
              "check the role and --ecr-session-duration against the role's maximum");
      default -> byStatus(error);
    };
  }

  private static Advice invalidToken(CloudError error, EcrPlan plan, String issuer) {
    if (error.says("audience")) {
      return Advice.configuration(
          "add %s to the client ids (audiences) of the IAM OIDC provider for %s"
              .formatted(String.join(", ", plan.audiences()), issuer));
    }
    if (error.says("No OpenIDConnect provider")) {
      return Advice.configuration(
          "create an IAM OIDC provider for " + issuer + " in the account of the role");
    }
    return Advice.denied(
        "IAM could not verify the token with the keys of "
            + issuer
            + ": its discovery document and JWKS must be reachable for AWS and up to date");
  }

  private static String permissions(EcrRegistryHost host) {
    return host instanceof Public
        ? "the role needs ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken on *"
        : "the role needs ecr:GetAuthorizationToken on *, and the session policy must not take it"
            + " away";
  }

  private static Advice byStatus(CloudError error) {
    if (error.status() == 429 || error.code().filter(EcrRetry::isThrottling).isPresent()) {
      return Advice.throttled("AWS throttles this account");
    }
    if (error.status() >= 500) {
      return Advice.unavailable("AWS has a fault");
    }
    return error.status() == 403
        ? Advice.denied("check the role's policies, and the organization's")
        : Advice.configuration("see the error code in AWS's documentation");
  }
}
