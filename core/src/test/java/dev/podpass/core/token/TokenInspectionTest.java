// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.SignedTokens;
import dev.podpass.core.token.TokenPolicy.TokenCheck;
import dev.podpass.core.token.TokenPolicy.TokenCheck.Verdict;
import dev.podpass.spi.testing.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule's verdict on its own. */
class TokenInspectionTest {
  private static final String ISSUER = "https://oidc.example/id/1";
  private static final Set<String> STS = Set.of("sts.amazonaws.com");

  private static final Clock INSIDE = Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC);
  private static final TokenPolicy STRICT = requiring(ISSUER, SignedTokens.RSA.getKeyID());

  @Test
  void whatIsNotRequiredIsUnverified() {
    assertThat(open(INSIDE).inspect(SignedTokens.token(), Set.of()))
        .extracting(TokenCheck::subject, TokenCheck::verdict)
        .containsExactly(
            tuple("audience", Verdict.UNVERIFIED),
            tuple("time", Verdict.PASSED),
            tuple("issuer", Verdict.UNVERIFIED),
            tuple("signature", Verdict.UNVERIFIED));
  }

  @Test
  void whatIsAsRequiredIsPassedAndSaysWhatItIs() {
    List<TokenCheck> checks = STRICT.inspect(SignedTokens.token(), STS);

    assertThat(checks).extracting(TokenCheck::verdict).containsOnly(Verdict.PASSED);
    assertThat(finding(checks, "audience")).contains("sts.amazonaws.com");
    assertThat(finding(checks, "issuer")).contains(ISSUER);
    assertThat(finding(checks, "signature")).contains("jwks.json");
  }

  static Stream<Arguments> failures() {
    Clock late = Clock.fixed(TestTokens.EXPIRY.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    return Stream.of(
        argumentSet("audience", "audience", STRICT, Set.of("b"), "must have exactly b"),
        argumentSet("time", "time", open(late), STS, "expired at 2026-11-25T11:00:00Z"),
        argumentSet("issuer", "issuer", requiring("https://other", "rsa-1"), STS, "https://other"),
        argumentSet("signature", "signature", requiring(ISSUER, "rsa-2"), STS, "key rsa-1, which"),
        argumentSet(
            "algorithm", "signature", open(INSIDE).accepting(Set.of("ES256")), STS, "with RS256"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void oneThatFailsHidesNoOther(
      String subject, TokenPolicy policy, Set<String> audiences, String because) {
    List<TokenCheck> checks = policy.inspect(SignedTokens.token(), audiences);

    assertThat(checks)
        .filteredOn(check -> check.verdict() == Verdict.FAILED)
        .singleElement()
        .satisfies(check -> assertThat(check.subject()).isEqualTo(subject));
    assertThat(finding(checks, subject)).contains(because);
    assertThat(checks).hasSize(4);
  }

  private static TokenPolicy open(Clock clock) {
    return TokenPolicy.at(clock).anyIssuer().unverifiedSignature();
  }

  private static TokenPolicy requiring(String issuer, String keyId) {
    TrustedJwks keys =
        TrustedJwks.parse(
            SignedTokens.jwks(SignedTokens.RSA).replace("\"rsa-1\"", "\"" + keyId + "\""),
            "jwks.json");
    return TokenPolicy.at(INSIDE).requiringIssuer(issuer).requiringSignature(keys);
  }

  private static String finding(List<TokenCheck> checks, String subject) {
    return checks.stream()
        .filter(check -> check.subject().equals(subject))
        .findFirst()
        .orElseThrow()
        .finding();
  }
}
