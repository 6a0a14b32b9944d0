// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import dev.podpass.core.testing.SignedTokens;
import dev.podpass.core.token.TokenPolicy.IssuerRule;
import dev.podpass.core.token.ValidatedToken.Verification;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.TestTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPolicyTest {
  private static final Set<String> STS = Set.of("sts.amazonaws.com");

  private final ServiceAccountToken token = SignedTokens.token();

  @Test
  void letsThroughWhatIsMeantForTheAudienceAndInTime() {
    ValidatedToken accepted = policy(TestTokens.ISSUED).validate(token, STS);

    assertThat(accepted.claims()).isEqualTo(token.claims());
    assertThat(accepted.value()).isSameAs(token.value());
    assertThat(accepted.verification()).isEqualTo(Verification.CLAIMS_ONLY);
    assertThat(accepted).hasToString("ValidatedToken[system:serviceaccount:team-a:puller]");
  }

  @Test
  void refusesAnotherAudience() {
    assertRefused(
        Kind.CONFIGURATION,
        () -> policy(TestTokens.ISSUED).validate(token, Set.of("b", "a")),
        "the token of service account team-a/puller has the audience sts.amazonaws.com; it must"
            + " have exactly a or b; hint: set serviceAccountTokenAudience: a or b in this entry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[\"sts.amazonaws.com\",\"https://kubernetes.default.svc\"]"})
  void refusesATokenThatIsGoodElsewhereToo(String audiences) {
    ServiceAccountToken other =
        withClaims(TestTokens.CLAIMS.replace("[\"sts.amazonaws.com\"]", audiences));

    assertRefused(
        Kind.CONFIGURATION,
        () -> policy(TestTokens.ISSUED).validate(other, STS),
        "must have exactly");
  }

  @Test
  void countsUpToItsExpiryAndTheSkew() {
    Instant last = TestTokens.EXPIRY.plus(TokenPolicy.ALLOWED_SKEW).minusMillis(1);
    policy(last).validate(token, STS);

    assertRefused(
        Kind.DENIED,
        () -> policy(last.plusMillis(1)).validate(token, STS),
        "team-a/puller expired at 2026-11-25T11:00:00Z; this node's clock says"
            + " 2026-11-25T11:00:30Z");
  }

  @Test
  void countsWhileTheNodesClockIsBehindByFiveMinutes() {
    Instant first = TestTokens.ISSUED.minus(TokenPolicy.ALLOWED_LAG);
    assertThat(first).isEqualTo("2026-11-25T09:55:00Z");
    policy(first).validate(token, STS);

    assertRefused(
        Kind.DENIED,
        () -> policy(first.minusMillis(1)).validate(token, STS),
        "is not valid before 2026-11-25T10:00:00Z");
  }

  @Test
  void wantsTheIssuerThatTheOperatorNames() {
    at(TestTokens.ISSUED)
        .requiringIssuer("https://oidc.example/id/1")
        .unverifiedSignature()
        .validate(token, STS);

    assertRefused(
        Kind.DENIED,
        () ->
            at(TestTokens.ISSUED)
                .requiringIssuer("https://oidc.example/id/1/")
                .unverifiedSignature()
                .validate(token, STS),
        "the only accepted issuer is https://oidc.example/id/1/");
  }

  @Test
  void refusesASignatureThatTheCloudDoesNotAccept() {
    ServiceAccountToken ec = parse(SignedTokens.signed(SignedTokens.EC, TestTokens.CLAIMS));
    TokenPolicy rsa = policy(TestTokens.ISSUED).accepting(Set.of("RS512", "RS256"));

    assertThat(rsa.validate(token, STS).value()).isSameAs(token.value());
    assertRefused(
        Kind.CONFIGURATION,
        () -> rsa.validate(ec, STS),
        "is signed with ES256; the cloud accepts only RS256, RS512; hint: give the API server a"
            + " key of such an algorithm");
  }

  @Test
  void verifiesRsaAndEcSignatures() {
    TrustedJwks keys = keys(SignedTokens.jwks(SignedTokens.RSA, SignedTokens.EC));
    TokenPolicy policy = at(TestTokens.ISSUED).anyIssuer().requiringSignature(keys);
    ServiceAccountToken ec = parse(SignedTokens.signed(SignedTokens.EC, TestTokens.CLAIMS));

    assertThat(policy.validate(token, STS).verification()).isEqualTo(Verification.SIGNATURE);
    assertThat(policy.validate(ec, STS).verification()).isEqualTo(Verification.SIGNATURE);
  }

  @Test
  void refusesAForgedSignature() {
    RSAKey forger = SignedTokens.rsa("rsa-1");
    ServiceAccountToken forged = parse(SignedTokens.signed(forger, TestTokens.CLAIMS));

    assertRefused(
        Kind.DENIED,
        () -> verifying(SignedTokens.jwks(SignedTokens.RSA), forged),
        "not by key rsa-1");
  }

  @Test
  void refusesClaimsChangedAfterSigning() {
    String[] parts = SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS).split("\\.", -1);
    String[] other =
        SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS.replace("app-0", "app-1"))
            .split("\\.", -1);
    ServiceAccountToken spliced = parse(parts[0] + "." + other[1] + "." + parts[2]);

    assertRefused(
        Kind.DENIED,
        () -> verifying(SignedTokens.jwks(SignedTokens.RSA), spliced),
        "not by key rsa-1");
  }

  @Test
  void theKeyDecidesTheAlgorithm() {
    String confused = "{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}";
    ServiceAccountToken hmac = parse(TestTokens.unsigned(confused, TestTokens.CLAIMS));
    ServiceAccountToken swapped =
        parse(TestTokens.unsigned("{\"alg\":\"ES256\",\"kid\":\"rsa-1\"}", TestTokens.CLAIMS));

    assertRefused(
        Kind.DENIED,
        () -> verifying(SignedTokens.jwks(SignedTokens.RSA), hmac),
        "cannot be verified");
    assertRefused(
        Kind.DENIED,
        () -> verifying(SignedTokens.jwks(SignedTokens.RSA), swapped),
        "cannot be verified");
  }

  @Test
  void anUnknownKeyIdIsAMatterOfConfigurationAndNamesTheFile(@TempDir Path folder)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("keys.json"), SignedTokens.jwks(SignedTokens.rsa("rsa-2")));
    TrustedJwks keys = TrustedJwks.fromFile(file);

    assertRefused(
        Kind.CONFIGURATION,
        () -> at(TestTokens.ISSUED).anyIssuer().requiringSignature(keys).validate(token, STS),
        "is signed with key rsa-1, which is not in " + file);
  }

  @Test
  void aTokenWithoutKeyIdIsRefusedWhereSignaturesCount() {
    ServiceAccountToken anonymous =
        parse(TestTokens.unsigned("{\"alg\":\"RS256\"}", TestTokens.CLAIMS));

    assertRefused(
        Kind.CONFIGURATION,
        () -> verifying(SignedTokens.jwks(SignedTokens.RSA), anonymous),
        "(no kid)");
  }

  @Test
  void refusesAKeyFileThatIsNone(@TempDir Path folder) {
    assertRefused(
        Kind.CONFIGURATION,
        () -> TrustedJwks.fromFile(folder.resolve("absent")),
        "cannot be read; hint: --token-jwks needs a JWK Set");
    assertRefused(Kind.CONFIGURATION, () -> keys("hunter2"), "in memory cannot be used");
    assertRefused(Kind.CONFIGURATION, () -> keys("{\"keys\":[]}"), "has no RSA or EC key");
  }

  @Test
  void saysThatMlDsaIsNotSupported() {
    ServiceAccountToken postQuantum =
        parse(TestTokens.unsigned("{\"alg\":\"ML-DSA-65\",\"kid\":\"pq-1\"}", TestTokens.CLAIMS));
    String key = "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-65\",\"kid\":\"pq-1\",\"pub\":\"AAAA\"}";

    assertRefused(
        Kind.CONFIGURATION,
        () -> verifying(SignedTokens.jwks(SignedTokens.RSA), postQuantum),
        "is signed by ML-DSA-65, which podpass cannot verify; hint: remove --token-jwks");
    assertRefused(
        Kind.CONFIGURATION, () -> keys("{\"keys\":[" + key + "]}"), "has no RSA or EC key");
  }

  private void verifying(String jwks, ServiceAccountToken other) {
    at(TestTokens.ISSUED).anyIssuer().requiringSignature(keys(jwks)).validate(other, STS);
  }

  private static TrustedJwks keys(String jwks) {
    return TrustedJwks.parse(jwks, "memory");
  }

  private static TokenPolicy policy(Instant now) {
    return at(now).anyIssuer().unverifiedSignature();
  }

  private static IssuerRule at(Instant now) {
    return TokenPolicy.at(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static ServiceAccountToken withClaims(String claims) {
    return parse(SignedTokens.signed(SignedTokens.RSA, claims));
  }

  private static ServiceAccountToken parse(String token) {
    return ServiceAccountToken.parse(Secret.of(token));
  }

  private static void assertRefused(Kind kind, ThrowingCallable refused, String because) {
    AbstractThrowableAssert<?, ? extends Throwable> thrown = assertThatThrownBy(refused);
    thrown
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(kind);
          assertThat(e.line()).contains(because).doesNotContain("hunter2");
        });
  }
}
