// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.provider.ecr.SessionPlan.AssumedRole;
import dev.podpass.provider.ecr.SessionPlan.NodeRole;
import dev.podpass.token.UnverifiedClaims;
import java.util.Optional;

/**
 * What an error of AWS means for an operator of podpass.
 *
 * @param kind how it is told
 * @param hint what to do
 */
record EcrFailure(Kind kind, String hint) {
  private static final String LATER = "kubelet asks again by itself";

  /** The failure of a plan with the error of one of its steps. */
  static CredentialException of(AwsError error, EcrPlan plan, Optional<UnverifiedClaims> claims) {
    EcrFailure failure = meaning(error, plan, claims);
    String who =
        switch (plan.session()) {
          case AssumedRole session ->
              "as %s for %s"
                  .formatted(
                      session.role(), claims.map(c -> c.workload().toString()).orElse("(nobody)"));
          case NodeRole _ -> "as the node";
        };
    return new CredentialException(
        failure.kind(),
        "%s at %s %s failed: %s"
            .formatted(error.operation(), error.endpoint().getHost(), who, error),
        failure.hint());
  }

  private static EcrFailure meaning(
      AwsError error, EcrPlan plan, Optional<UnverifiedClaims> claims) {
    String code = error.code() == null ? "" : error.code();
    String issuer = claims.map(UnverifiedClaims::issuer).orElse("(none)");
    String subject = claims.map(UnverifiedClaims::subject).orElse("(none)");
    return switch (code) {
      case "InvalidIdentityToken" -> invalidToken(error, plan, issuer);
      case "ExpiredTokenException", "ExpiredToken" ->
          denied("compare the clocks of node and API server; AWS's is right");
      case "AccessDenied" ->
          denied(
              "the trust policy of the role must allow sts:AssumeRoleWithWebIdentity to the federated"
                  + " principal of %s, with the subject %s and the audience %s"
                      .formatted(issuer, subject, String.join(", ", plan.audiences())));
      case "AccessDeniedException" -> denied(permissions(plan.host()));
      case "IDPRejectedClaim" ->
          denied("the issuer " + issuer + " rejected the token: is its service account deleted?");
      case "IDPCommunicationError" ->
          new EcrFailure(
              Kind.UNAVAILABLE, "AWS could not reach the issuer " + issuer + "; " + LATER);
      case "RegionDisabledException" ->
          configuration(
              "activate STS for this region in the IAM account settings of the role's account, or set"
                  + " --ecr-sts-endpoint to another region's");
      case "PackedPolicyTooLarge", "PackedPolicyTooLargeException" ->
          configuration("set --ecr-session-policy=registry, or none");
      case "MalformedPolicyDocument", "MalformedPolicyDocumentException" ->
          configuration("set --ecr-session-policy=none, and report this");
      case "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException" ->
          configuration("is the clock right, and the region enabled for the role's account?");
      case "ValidationError", "ValidationException" ->
          configuration("check the role and --ecr-session-duration against the role's maximum");
      default -> byStatus(error);
    };
  }

  private static EcrFailure invalidToken(AwsError error, EcrPlan plan, String issuer) {
    if (error.says("audience")) {
      return configuration(
          "add %s to the client ids (audiences) of the IAM OIDC provider for %s"
              .formatted(String.join(", ", plan.audiences()), issuer));
    }
    if (error.says("No OpenIDConnect provider")) {
      return configuration(
          "create an IAM OIDC provider for " + issuer + " in the account of the role");
    }
    return denied(
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

  private static EcrFailure byStatus(AwsError error) {
    if (error.status() == 429 || EcrRetry.isThrottling(error.code())) {
      return new EcrFailure(Kind.TRY_AGAIN, "AWS throttles this account; " + LATER);
    }
    if (error.status() >= 500) {
      return new EcrFailure(Kind.UNAVAILABLE, "AWS has a fault; " + LATER);
    }
    return error.status() == 403
        ? denied("check the role's policies, and the organization's")
        : configuration("see the error code in AWS's documentation");
  }

  private static EcrFailure denied(String hint) {
    return new EcrFailure(Kind.DENIED, hint);
  }

  private static EcrFailure configuration(String hint) {
    return new EcrFailure(Kind.CONFIGURATION, hint);
  }
}
