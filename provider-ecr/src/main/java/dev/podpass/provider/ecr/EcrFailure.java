// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;

/** What an operator can do about an AWS error. */
final class EcrFailure {
  private EcrFailure() {}

  static Advice ofNode(CloudError error, ExchangeStep metadata, EcrTarget target) {
    return error.step().equals(metadata) ? metadata(error) : session(error, target);
  }

  private static Advice metadata(CloudError error) {
    return Advice.byMetadataStatus(
        error.status(),
        "instance metadata",
        "give the node an instance profile with a role that may pull",
        "turn instance metadata on, with a hop limit that reaches kubelet");
  }

  static Advice of(
      CloudError error, RoleSession session, EcrTarget target, UnverifiedClaims claims) {
    return switch (error.code().orElse("")) {
      case "InvalidIdentityToken" -> invalidToken(error, session.audience(), claims.issuer());
      case "ExpiredTokenException", "ExpiredToken" ->
          Advice.denied("correct the clock of the node or the API server; AWS's is right");
      case "AccessDenied" ->
          Advice.distrusted(
              "allow sts:AssumeRoleWithWebIdentity in the role's trust policy to the federated"
                  + " principal of %s, with the subject %s and the audience %s"
                      .formatted(claims.issuer(), claims.subject(), session.audience()));
      case "IDPRejectedClaim" ->
          Advice.denied(
              "check that the service account still exists: the issuer %s rejected the token"
                  .formatted(claims.issuer()));
      case "IDPCommunicationError" ->
          Advice.unavailable("let AWS reach the issuer " + claims.issuer());
      case "RegionDisabledException" ->
          Advice.configuration(
              "activate STS for this region in the IAM account settings of the role's account, or"
                  + " set --ecr-sts-endpoint to another region's");
      case "PackedPolicyTooLarge", "PackedPolicyTooLargeException" ->
          Advice.configuration("set --ecr-session-policy=registry, or none");
      case "MalformedPolicyDocument", "MalformedPolicyDocumentException" ->
          Advice.configuration("set --ecr-session-policy=none, and report this");
      default -> session(error, target);
    };
  }

  private static Advice session(CloudError error, EcrTarget target) {
    return switch (error.code().orElse("")) {
      case "AccessDeniedException" -> Advice.denied(permissions(target.host()));
      case "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException" ->
          Advice.configuration(
              "check the node's clock, and that the region is enabled for the role's account");
      case "ValidationError", "ValidationException" ->
          Advice.configuration(
              "correct the role's ARN, whose partition is that of the registry's region");
      default -> byStatus(error);
    };
  }

  private static Advice invalidToken(CloudError error, String audience, String issuer) {
    if (error.says("audience")) {
      return Advice.configuration(
          "add %s to the client ids (audiences) of the IAM OIDC provider for %s"
              .formatted(audience, issuer));
    }
    if (error.says("No OpenIDConnect provider")) {
      return Advice.configuration(
          "create an IAM OIDC provider for " + issuer + " in the account of the role");
    }
    return Advice.denied(
        "let AWS reach the current discovery document and JWKS of "
            + issuer
            + ": IAM could not verify the token with them");
  }

  private static String permissions(EcrRegistryHost host) {
    return host instanceof Public
        ? "grant the role ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken on *"
        : "grant the role ecr:GetAuthorizationToken on *, and let no permissions boundary remove"
            + " it";
  }

  private static Advice byStatus(CloudError error) {
    if (error.code().filter(EcrRetry::isThrottling).isPresent()) {
      return Advice.throttled("AWS throttles this account");
    }
    return Advice.byStatus(
        error.status(),
        "AWS",
        "check the role's policies, and the organization's",
        "see the error code in AWS's documentation");
  }
}
