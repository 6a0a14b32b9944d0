// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.PublishedIssuer;
import dev.podpass.testkit.oidc.SignatureVerdict;
import dev.podpass.testkit.oidc.TokenLife;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;

/** A cluster's judgement of the tokens of its own pods; the wording is unverified. */
final class BindingAssertions {
  static final String AUDIENCE = "api://AKSIdentityBinding";

  private final PublishedIssuer issuer;
  private final Clock clock;

  BindingAssertions(PublishedIssuer issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /** The subject of a token that is good. */
  String subject(String assertion) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      require(issuer.judge(jwt) == SignatureVerdict.VALID, "the signature is invalid");
      require(issuer.url().equals(claims.getIssuer()), "the issuer is unknown");
      require(claims.getAudience().equals(List.of(AUDIENCE)), "the audience is invalid");
      require(TokenLife.isCurrent(claims, clock.instant()), "the token has expired");
      return claims.getSubject();
    } catch (ParseException e) {
      throw new Refusal(401, "Unauthorized", "the assertion is not a JWT");
    }
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw new Refusal(401, "Unauthorized", otherwise);
    }
  }
}
