// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.SignatureVerdict;
import dev.podpass.testkit.oidc.TokenLife;
import java.text.ParseException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** A registry's judgement of the tokens of pods; the wording is unverified. */
final class SubjectTokens {
  private final Clock clock;

  SubjectTokens(Clock clock) {
    this.clock = clock;
  }

  /** The subject of a token that one of these federations trusts. */
  String verify(String token, Collection<Federation> federations) {
    SignedJWT jwt = parse(token);
    Federation federation =
        federations.stream()
            .filter(one -> one.issuer().url().equals(claims(jwt).getIssuer()))
            .filter(one -> one.subject().equals(claims(jwt).getSubject()))
            .findFirst()
            .orElseThrow(
                () -> refusal("issuer " + claims(jwt).getIssuer() + " not configured for subject"));
    require(federation.issuer().judge(jwt) == SignatureVerdict.VALID, "signature is invalid");
    require(
        claims(jwt).getAudience().equals(List.of(federation.audience())), "audience is invalid");
    require(TokenLife.isCurrent(claims(jwt), clock.instant()), "token has expired");
    return claims(jwt).getSubject();
  }

  private static SignedJWT parse(String token) {
    try {
      return SignedJWT.parse(token);
    } catch (ParseException e) {
      throw refusal("token is not a JWT");
    }
  }

  private static JWTClaimsSet claims(SignedJWT jwt) {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw refusal("token has no claims");
    }
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw refusal(otherwise);
    }
  }

  private static Refusal refusal(String message) {
    return new Refusal(401, "invalid_token", message);
  }
}
