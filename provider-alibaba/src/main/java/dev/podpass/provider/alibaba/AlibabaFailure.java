// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Optional;

/**
 * The errors of Alibaba Cloud, and what an operator can do about them.
 *
 * @see <a
 *     href="https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-errorcodes">the
 *     errors of STS</a>
 */
record AlibabaFailure(RoleSession session, UnverifiedClaims claims) implements ErrorFormat {
  /** The API of Personal edition writes fields in lower case. */
  private static final JsonErrorReader READER = new JsonErrorReader(List.of("Code", "code"));

  @Override
  public Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    return READER.read(step, thrown);
  }

  /** Its status is 400 or another. */
  @Override
  public boolean isTemporary(ExchangeStep step, HttpResponse answer) {
    return READER.code(answer).filter(AlibabaFailure::isThrottling).isPresent();
  }

  private static boolean isThrottling(String code) {
    return code.equals("Throttling") || code.startsWith("Throttling.");
  }

  @Override
  public Advice advise(CloudError error) {
    return error.step().equals(session.step()) ? session(error) : token(error);
  }

  private Advice session(CloudError error) {
    String provider = session.identity().provider().value().text();
    return switch (error.code().orElse("")) {
      case "AuthenticationFail.NoPermission" -> noPermission(error, provider);
      case "AuthenticationFail.OIDCToken.AudienceNotMatch" ->
          Advice.configuration(
              "add %s to the client ids (audiences) of %s".formatted(session.audience(), provider));
      case "AuthenticationFail.OIDCToken.Expired" ->
          Advice.denied(
              "correct the clock of the node or the API server; Alibaba Cloud's is right");
      case "AuthenticationFail.OIDCToken.InvalidSignature" ->
          Advice.denied(
              "let Alibaba Cloud reach the current discovery document and JWKS of %s: RAM could not"
                      .formatted(claims.issuer())
                  + " verify the token with them");
      case "AuthenticationFail.OIDCToken.Invalid" ->
          Advice.denied(
              "set the issuer of %s to %s, and its earliest issuance time to before the token's"
                  .formatted(provider, claims.issuer()));
      case "AuthenticationFail.OIDCToken.HttpsUrlInvalid", "AuthenticationFail.HttpsUrlInvalid" ->
          Advice.configuration(
              "set the thumbprints of %s to that of the root CA of %s"
                  .formatted(provider, claims.issuer()));
      case "EntityNotExist.Role" -> Advice.configuration("correct the role's ARN, or create it");
      default -> byCode(error);
    };
  }

  private Advice noPermission(CloudError error, String provider) {
    return error.says("OIDC Provider")
        ? Advice.configuration(
            "create the OIDC provider %s with the issuer %s, or correct"
                    .formatted(provider, claims.issuer())
                + " --alibaba-oidc-provider-arn")
        : Advice.distrusted(
            "allow sts:AssumeRole in the role's trust policy to the federated principal %s,"
                    .formatted(provider)
                + " with oidc:iss %s, oidc:sub %s and oidc:aud %s"
                    .formatted(claims.issuer(), claims.subject(), session.audience()));
  }

  private static Advice token(CloudError error) {
    return switch (error.code().orElse("")) {
      case "NoPrivilege", "NoPermission", "Forbidden.RAM" ->
          Advice.denied("grant the role cr:GetAuthorizationToken on *");
      case "SignatureDoesNotMatch", "InvalidTimeStamp.Expired", "InvalidSecurityToken.Expired" ->
          Advice.configuration("correct the node's clock; Alibaba Cloud's is right");
      case "InvalidAccessKeyId.NotFound" ->
          Advice.configuration(
              "set --alibaba-sts-endpoint and --alibaba-api-endpoint to the same site (China or"
                  + " international)");
      default -> byCode(error);
    };
  }

  private static Advice byCode(CloudError error) {
    String code = error.code().orElse("");
    if (isThrottling(code)) {
      return Advice.throttled("Alibaba Cloud throttles this account");
    }
    return switch (code) {
      case "SignatureNonceUsed" -> Advice.throttled("Alibaba Cloud got a request twice");
      case "SystemError", "InternalError", "ServiceUnavailable" ->
          Advice.unavailable("Alibaba Cloud reports an internal error");
      default ->
          Advice.byStatus(
              error.status(),
              "Alibaba Cloud",
              "check the role's policies, and the resource directory's control policies",
              "see the error code in Alibaba Cloud's documentation");
    };
  }
}
