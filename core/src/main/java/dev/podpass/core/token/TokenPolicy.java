// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import dev.podpass.core.token.ValidatedToken.Verification;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.token.UnverifiedClaims;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The validation rules for a token before it is sent: exactly one audience, which the exchange
 * accepts; within its validity; and the issuer and the signature, unless a policy is built with
 * {@link IssuerRule#anyIssuer} or {@link SignatureRule#unverifiedSignature}.
 *
 * @since 0.1
 */
public final class TokenPolicy {
  /** How long after its expiry a token is still sent; the cloud has the final decision. */
  public static final Duration ALLOWED_SKEW = Duration.ofSeconds(30);

  /**
   * How far a node's clock may be behind. API servers issue no token in advance, so a token that is
   * not valid yet means that the clock is behind; the cloud decides whether to accept it. If the
   * clock is further behind, later requests would fail, and responses would be kept too long.
   */
  public static final Duration ALLOWED_LAG = Duration.ofMinutes(5);

  private final Clock clock;
  private final Optional<String> issuer;
  private final Optional<TrustedJwks> keys;
  private final AcceptedAlgorithms algorithms;

  private TokenPolicy(
      Clock clock,
      Optional<String> issuer,
      Optional<TrustedJwks> keys,
      AcceptedAlgorithms algorithms) {
    this.clock = clock;
    this.issuer = issuer;
    this.keys = keys;
    this.algorithms = algorithms;
  }

  /**
   * {@return the beginning of a policy: the rule for issuers and the one for signatures are chosen
   * next}
   *
   * @param clock the clock of the node, which may be ahead by {@link #ALLOWED_SKEW} and behind by
   *     {@link #ALLOWED_LAG}
   */
  public static IssuerRule at(Clock clock) {
    return new IssuerRule(clock);
  }

  /**
   * A policy to which the rule for issuers is still to be added.
   *
   * @param clock the clock of the policy
   */
  public record IssuerRule(Clock clock) {
    /**
     * Requires exactly this {@code iss}.
     *
     * @param required the issuer, letter by letter
     * @return the policy, to which the rule for signatures is still to be added
     */
    public SignatureRule requiringIssuer(String required) {
      return new SignatureRule(clock, Optional.of(required));
    }

    /**
     * Accepts every {@code iss}.
     *
     * @return the policy, to which the rule for signatures is still to be added
     */
    public SignatureRule anyIssuer() {
      return new SignatureRule(clock, Optional.empty());
    }
  }

  /**
   * A policy to which the rule for signatures is still to be added.
   *
   * @param clock the clock of the policy
   * @param issuer the only issuer; empty for any
   */
  public record SignatureRule(Clock clock, Optional<String> issuer) {
    /**
     * Requires a signature by one of these keys.
     *
     * @param trusted the keys of the cluster
     * @return the policy
     */
    public TokenPolicy requiringSignature(TrustedJwks trusted) {
      return new TokenPolicy(clock, issuer, Optional.of(trusted), new AcceptedAlgorithms(Set.of()));
    }

    /**
     * Verifies no signature: the receiver must reject a forged token.
     *
     * @return the policy
     */
    public TokenPolicy unverifiedSignature() {
      return new TokenPolicy(clock, issuer, Optional.empty(), new AcceptedAlgorithms(Set.of()));
    }
  }

  /**
   * {@return the same policy for a receiver that accepts these signature algorithms alone}
   *
   * @param accepted their names as in RFC 7518, such as {@code RS256}; empty if it accepts any
   */
  public TokenPolicy accepting(Set<String> accepted) {
    return new TokenPolicy(clock, issuer, keys, new AcceptedAlgorithms(accepted));
  }

  /**
   * Validates the token by all rules, so that it may be sent.
   *
   * @param token any well-formed token
   * @param audiences the audiences that the exchange accepts; the token must have exactly one of
   *     them and no other
   * @return the token, which may be sent
   * @throws CredentialException of kind {@code CONFIGURATION} for a wrong audience, a key id that
   *     is not among the keys, or an algorithm that the receiver does not accept; {@code DENIED}
   *     for everything else
   */
  public ValidatedToken validate(ServiceAccountToken token, Set<String> audiences) {
    UnverifiedClaims claims = token.claims();
    requireAudience(claims, audiences);
    requireTime(claims);
    requireIssuer(claims);
    requireSignature(token);
    return new ValidatedToken(
        token, keys.isPresent() ? Verification.SIGNATURE : Verification.CLAIMS_ONLY);
  }

  /**
   * Applies each rule on its own, to report all results; does not permit sending the token.
   *
   * @param token any well-formed token
   * @param audiences as for {@link #validate}; empty if the audience is not to be checked
   * @return the result of each rule
   */
  public List<TokenCheck> inspect(ServiceAccountToken token, Set<String> audiences) {
    UnverifiedClaims claims = token.claims();
    return List.of(
        audiences.isEmpty()
            ? TokenCheck.unverified("audience", "no expected audience given")
            : TokenCheck.of(
                "audience",
                "its only audience is " + String.join(", ", claims.audiences()),
                () -> requireAudience(claims, audiences)),
        TokenCheck.of("time", "it is valid now", () -> requireTime(claims)),
        issuer.isEmpty()
            ? TokenCheck.unverified("issuer", "no expected issuer given")
            : TokenCheck.of("issuer", "it is " + issuer.get(), () -> requireIssuer(claims)),
        keys.isEmpty() && algorithms.accept(token.algorithm())
            ? TokenCheck.unverified("signature", "no keys configured")
            : TokenCheck.of(
                "signature",
                "it is by a key in " + keys.map(TrustedJwks::toString).orElse(""),
                () -> requireSignature(token)));
  }

  private static void requireAudience(UnverifiedClaims claims, Set<String> audiences) {
    if (claims.audiences().size() == 1 && audiences.contains(claims.audiences().getFirst())) {
      return;
    }
    String wanted = String.join(" or ", audiences.stream().sorted().toList());
    throw new CredentialException(
        Kind.CONFIGURATION,
        "%s has the audience %s; it must have exactly %s"
            .formatted(of(claims), String.join(", ", claims.audiences()), wanted),
        "set serviceAccountTokenAudience: %s in this entry of kubelet's CredentialProviderConfig"
            .formatted(wanted));
  }

  private void requireTime(UnverifiedClaims claims) {
    Instant now = clock.instant();
    Instant expiry = claims.validity().expiry();
    if (!now.isBefore(expiry.plus(ALLOWED_SKEW))) {
      throw notNow(claims, "expired at " + expiry, now);
    }
    Optional<Instant> notBefore = claims.validity().notBefore();
    if (notBefore.isPresent() && now.isBefore(notBefore.get().minus(ALLOWED_LAG))) {
      throw notNow(claims, "is not valid before " + notBefore.get(), now);
    }
  }

  private static CredentialException notNow(UnverifiedClaims claims, String what, Instant now) {
    return new CredentialException(
        Kind.DENIED,
        "%s %s; this node's clock says %s".formatted(of(claims), what, now),
        "correct the clock of the node or the API server: kubelet renews tokens in time");
  }

  private void requireIssuer(UnverifiedClaims claims) {
    if (issuer.isPresent() && !issuer.get().equals(claims.issuer())) {
      throw new CredentialException(
          Kind.DENIED,
          "%s was issued by %s; the only accepted issuer is %s"
              .formatted(of(claims), claims.issuer(), issuer.get()),
          "set the accepted issuer to the text of the API server's --service-account-issuer");
    }
  }

  private void requireSignature(ServiceAccountToken token) {
    keys.ifPresent(trusted -> trusted.verify(token));
    if (!algorithms.accept(token.algorithm())) {
      throw algorithms.refused(of(token.claims()) + " is signed", token.algorithm());
    }
  }

  private static String of(UnverifiedClaims claims) {
    return "the token of service account " + claims.workload();
  }

  /**
   * The result of one validation rule for a token, as {@code podpass token} prints it.
   *
   * @param subject the rule: {@code audience}, {@code time}, {@code issuer}, {@code signature}
   * @param verdict the result
   * @param finding the result in words; never contains the token
   */
  public record TokenCheck(String subject, Verdict verdict, String finding) {

    /** The result of a rule. */
    public enum Verdict {
      /** The token satisfies the rule. */
      PASSED,
      /** The token violates the rule and would not be sent. */
      FAILED,
      /** No expected value is configured. */
      UNVERIFIED
    }

    /** Applies a rule, which throws if the token violates it. */
    static TokenCheck of(String subject, String asItMustBe, Runnable rule) {
      try {
        rule.run();
        return new TokenCheck(subject, Verdict.PASSED, asItMustBe);
      } catch (CredentialException e) {
        return new TokenCheck(subject, Verdict.FAILED, e.line());
      }
    }

    static TokenCheck unverified(String subject, String because) {
      return new TokenCheck(subject, Verdict.UNVERIFIED, because);
    }
  }
}
