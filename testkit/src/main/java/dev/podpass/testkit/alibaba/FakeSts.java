// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.OidcProvider;
import dev.podpass.testkit.oidc.SignatureVerdict;
import dev.podpass.testkit.oidc.TokenLife;
import java.text.ParseException;

/** STS, for AssumeRoleWithOIDC alone. */
final class FakeSts implements FakeHost {
  private final FakeAlibaba cloud;

  FakeSts(FakeAlibaba cloud) {
    this.cloud = cloud;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      AssumeRoleCall call = AssumeRoleCall.parse(request, cloud);
      OidcToken token = OidcToken.verify(call, cloud);
      Role role =
          cloud
              .role(call.role())
              .orElseThrow(() ->
                  new Refusal(404, "EntityNotExist.Role", "The role not exists: " + call.role()));
      if (!role.trusts(call.provider(), token.issuer(), token.subject(), token.audience())) {
        throw new Refusal(401, "AuthenticationFail.NoPermission", "There is no permission");
      }
      Session session = cloud.issue(role, call.sessionName(), call.policy(), call.life());
      return AlibabaJson.granted(document(session, token));
    } catch (Refusal refusal) {
      return AlibabaJson.refused(refusal);
    }
  }

  private static ObjectNode document(Session session, OidcToken token) {
    ObjectNode document = AlibabaJson.object().put("RequestId", AlibabaJson.REQUEST_ID);
    document
        .putObject("OIDCTokenInfo")
        .put("Issuer", token.issuer())
        .put("Subject", token.subject())
        .put("ClientIds", token.audience());
    document
        .putObject("AssumedRoleUser")
        .put("Arn", session.role().arn().replace(":role/", ":assumed-role/") + "/" + session.name())
        .put("AssumedRoleId", "300000000000000000:" + session.name());
    document
        .putObject("Credentials")
        .put("AccessKeyId", session.accessKeyId())
        .put("AccessKeySecret", session.accessKeySecret())
        .put("SecurityToken", session.securityToken())
        .put("Expiration", session.expiry().toString());
    return document;
  }

  /** A token that STS has verified. */
  private record OidcToken(String issuer, String subject, String audience) {
    private static final String TOKEN = "AuthenticationFail.OIDCToken.";

    static OidcToken verify(AssumeRoleCall call, FakeAlibaba cloud) {
      OidcProvider provider =
          cloud
              .provider(call.provider())
              .orElseThrow(() ->
                  new Refusal(
                      401, "AuthenticationFail.NoPermission", "No such OIDC Provider registered."));
      try {
        SignedJWT jwt = SignedJWT.parse(call.token());
        return verify(jwt, jwt.getJWTClaimsSet(), provider, cloud);
      } catch (ParseException e) {
        throw refusal("Invalid", "the token is not a JWT");
      }
    }

    private static OidcToken verify(
        SignedJWT jwt, JWTClaimsSet claims, OidcProvider provider, FakeAlibaba cloud) {
      if (!provider.issuer().url().equals(claims.getIssuer()) || claims.getSubject() == null) {
        throw refusal("Invalid", "the issuer of the token is not the provider's");
      }
      if (provider.issuer().judge(jwt) != SignatureVerdict.VALID) {
        throw refusal("InvalidSignature", "the signature of the token is invalid");
      }
      if (!TokenLife.isCurrent(claims, cloud.clock().instant())) {
        throw refusal("Expired", "the token has expired");
      }
      String audience =
          claims.getAudience().stream()
              .filter(provider.clientIds()::contains)
              .findFirst()
              .orElseThrow(
                  () -> refusal("AudienceNotMatch", "the audience of the token not match"));
      return new OidcToken(claims.getIssuer(), claims.getSubject(), audience);
    }

    private static Refusal refusal(String code, String message) {
      return new Refusal(401, TOKEN + code, message);
    }
  }
}
