// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.OidcProvider;
import dev.podpass.testkit.oidc.SignatureVerdict;
import dev.podpass.testkit.oidc.TokenLife;
import java.text.ParseException;

/** A token that STS has verified. */
record OidcToken(String issuer, String subject, String audience) {
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
            .orElseThrow(() -> refusal("AudienceNotMatch", "the audience of the token not match"));
    return new OidcToken(claims.getIssuer(), claims.getSubject(), audience);
  }

  private static Refusal refusal(String code, String message) {
    return new Refusal(401, TOKEN + code, message);
  }
}
