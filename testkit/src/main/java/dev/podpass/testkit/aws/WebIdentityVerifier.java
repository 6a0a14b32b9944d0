// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.OidcProvider;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** STS's judgement of a token, for one account. */
final class WebIdentityVerifier {
  private final FakeIam iam;
  private final Clock clock;

  WebIdentityVerifier(FakeIam iam, Clock clock) {
    this.iam = iam;
    this.clock = clock;
  }

  WebIdentity verify(String token, String account) {
    SignedJWT jwt;
    JWTClaimsSet claims;
    try {
      jwt = SignedJWT.parse(token);
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw notAToken();
    }
    String issuer = present("iss", claims.getIssuer());
    OidcProvider provider =
        iam.provider(account, issuer)
            .orElseThrow(
                () -> invalid("No OpenIDConnect provider found in your account for " + issuer));
    requireSignature(jwt, provider);
    requireTime(claims);
    String audience =
        claims.getAudience().stream()
            .filter(provider.clientIds()::contains)
            .findFirst()
            .orElseThrow(() -> invalid("Incorrect token audience"));
    return new WebIdentity(issuer, present("sub", claims.getSubject()), audience);
  }

  private static void requireSignature(SignedJWT jwt, OidcProvider provider) {
    switch (provider.issuer().judge(jwt)) {
      case VALID -> {}
      case INVALID -> throw invalid("The token's signature is invalid");
      case UNKNOWN_KEY ->
          throw invalid("Couldn't retrieve verification key from your identity provider");
      case UNSUPPORTED -> throw notAToken();
    }
  }

  private void requireTime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Instant expiry = present("exp", claims.getExpirationTime()).toInstant();
    if (!now.isBefore(expiry)) {
      throw new Refusal(
          400,
          "ExpiredTokenException",
          "Token expired: current date/time %d must be before the expiration date/time %d"
              .formatted(now.getEpochSecond(), expiry.getEpochSecond()));
    }
    Optional<Instant> notBefore =
        Optional.ofNullable(claims.getNotBeforeTime()).map(Date::toInstant);
    if (notBefore.filter(now::isBefore).isPresent()) {
      throw invalid("Token is not valid yet: it is valid from " + notBefore.get());
    }
  }

  private static <T> T present(String claim, @Nullable T value) {
    if (value == null) {
      throw invalid("Missing a required claim: " + claim);
    }
    return value;
  }

  private static Refusal invalid(String message) {
    return new Refusal(400, "InvalidIdentityToken", message);
  }

  private static Refusal notAToken() {
    return invalid(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
            + " Token)");
  }
}
