// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** STS's judgement of a token, for one provider. */
final class SubjectTokenVerifier {
  /** How far Google lets clocks be apart, as measured. */
  static final Duration SKEW = Duration.ofSeconds(60);

  private final Clock clock;

  SubjectTokenVerifier(Clock clock) {
    this.clock = clock;
  }

  SubjectToken verify(String token, IdentityProvider provider) {
    SignedJWT jwt;
    JWTClaimsSet claims;
    try {
      jwt = SignedJWT.parse(token);
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw notAToken();
    }
    requireIssuer(claims, provider.issuer());
    requireSignature(jwt, provider.issuer());
    Instant expiry = requireTime(claims);
    if (Collections.disjoint(claims.getAudience(), provider.audiences())) {
      throw invalid(
          "The audience in ID Token %s does not match the expected audience."
              .formatted(claims.getAudience()));
    }
    return new SubjectToken(Subjects.principal(provider, claims.getClaims()), expiry);
  }

  private static void requireIssuer(JWTClaimsSet claims, PublishedIssuer issuer) {
    if (!issuer.url().equals(claims.getIssuer())) {
      throw invalid(
          "The issuer in ID Token %s does not match the expected one in config: %s."
              .formatted(claims.getIssuer(), issuer.url()));
    }
  }

  private static void requireSignature(SignedJWT jwt, PublishedIssuer issuer) {
    switch (issuer.judge(jwt)) {
      case VALID -> {}
      case INVALID -> throw invalid("Unable to verify the ID Token signature.");
      case UNKNOWN_KEY -> throw unreachableIssuer();
      case UNSUPPORTED -> throw notAToken();
    }
  }

  private Instant requireTime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Optional<Instant> issued = instant(claims.getIssueTime());
    Optional<Instant> expiry = instant(claims.getExpirationTime());
    if (issued.isEmpty()
        || expiry.isEmpty()
        || issued.get().minus(SKEW).isAfter(now)
        || !expiry.get().plus(SKEW).isAfter(now)) {
      throw invalid(
          "ID Token issued at %s is stale to sign-in."
              .formatted(issued.map(Instant::getEpochSecond).orElse(null)));
    }
    if (instant(claims.getNotBeforeTime()).filter(t -> t.minus(SKEW).isAfter(now)).isPresent()) {
      throw invalid("The ID Token is not valid yet."); // Unverified.
    }
    return expiry.get();
  }

  private static Optional<Instant> instant(@Nullable Date time) {
    return Optional.ofNullable(time).map(Date::toInstant);
  }

  private static ErrorAnswerException unreachableIssuer() {
    return invalid("Error connecting to the given credential's issuer.");
  }

  private static ErrorAnswerException notAToken() {
    return invalid("Unable to parse the ID Token."); // Unverified.
  }

  private static ErrorAnswerException invalid(String description) {
    return StsJson.refusal("invalid_grant", description);
  }

  /** Whom the claims of a verified token stand for, as IAM policies name it. */
  private static final class Subjects {
    private static final int MAX_BYTES = 127;
    private static final Pattern SERVICE_ACCOUNT =
        Pattern.compile("system:serviceaccount:(?<namespace>[^:]+):(?<name>[^:]+)");

    private Subjects() {}

    static String principal(IdentityProvider provider, Map<String, Object> claims) {
      return switch (provider) {
        case PoolProvider pool -> ofPool(pool, claims);
        case ClusterProvider cluster -> ofCluster(cluster, claims);
      };
    }

    private static String ofPool(PoolProvider provider, Map<String, Object> claims) {
      String value = provider.subject().value().apply(claims).orElseThrow(Subjects::noValue);
      if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
        throw StsJson.refusal(
            "invalid_request",
            "The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify"
                + " your attribute mapping or the incoming assertion to produce a mapped attribute"
                + " that is less than 127 bytes.");
      }
      return provider.principal(value);
    }

    /** Google's answer to a token that is not a service account's is unverified. */
    private static String ofCluster(ClusterProvider cluster, Map<String, Object> claims) {
      Matcher subject = SERVICE_ACCOUNT.matcher(String.valueOf(claims.get("sub")));
      if (!subject.matches()) {
        throw noValue();
      }
      return cluster.principal(subject.group("namespace"), subject.group("name"));
    }

    private static ErrorAnswerException noValue() {
      return StsJson.refusal(
          "unauthorized_client",
          "Could not obtain a value for google.subject from the given credential.");
    }
  }
}
