// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.podpass.core.testing.SignedTokens;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which keys may have signed, and which files hold them. */
class TrustedJwksTest {
  private static final int LARGEST = 1 << 20;

  static Stream<Arguments> signing() {
    return Stream.of(
        argumentSet("says nothing of its use", SignedTokens.RSA),
        argumentSet("is for signatures", rsa().keyUse(KeyUse.SIGNATURE).build()),
        argumentSet("is for RS256", rsa().algorithm(JWSAlgorithm.RS256).build()),
        argumentSet(
            "is for both", rsa().keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256).build()),
        argumentSet("is for ES256", ec().algorithm(JWSAlgorithm.ES256).build()),
        argumentSet("has P-384", SignedTokens.ec("p384", Curve.P_384)),
        argumentSet("has P-521", SignedTokens.ec("p521", Curve.P_521)));
  }

  @ParameterizedTest
  @MethodSource("signing")
  void aKeyThatIsForItVerifies(JWK key) {
    assertThatCode(() -> keys(key).verify(signedBy(key))).doesNotThrowAnyException();
  }

  static Stream<Arguments> notSigning() {
    return Stream.of(
        argumentSet("is for encryption", rsa().keyUse(KeyUse.ENCRYPTION).build()),
        argumentSet("is for RS512", rsa().algorithm(JWSAlgorithm.RS512).build()),
        argumentSet("is for PS256", rsa().algorithm(JWSAlgorithm.PS256).build()),
        argumentSet("EC, for encryption", ec().keyUse(KeyUse.ENCRYPTION).build()),
        argumentSet("EC, for ES384", ec().algorithm(JWSAlgorithm.ES384).build()),
        argumentSet("P-256, for a token by ES384", SignedTokens.ec("ES384", Curve.P_256)),
        argumentSet("P-384, for a token by ES256", SignedTokens.ec("ES256", Curve.P_384)),
        argumentSet("P-384, for a token by ES512", SignedTokens.ec("ES512", Curve.P_384)),
        argumentSet("P-521, for a token by ES384", SignedTokens.ec("ES384", Curve.P_521)),
        argumentSet("secp256k1, for a token by ES256K", bitcoins()),
        argumentSet("P-256, for a token by RS256", SignedTokens.ec("RS256", Curve.P_256)));
  }

  @ParameterizedTest
  @MethodSource("notSigning")
  void aKeyThatIsNotForItVerifiesNothing(JWK key) {
    JWK signer = key instanceof RSAKey ? SignedTokens.RSA : SignedTokens.EC;
    ServiceAccountToken token =
        key.getKeyID().matches("[ER]S.*")
            ? parse(
                TestTokens.unsigned(
                    "{\"alg\":\"%1$s\",\"kid\":\"%1$s\"}".formatted(key.getKeyID()),
                    TestTokens.CLAIMS))
            : signedBy(signer);

    assertThatThrownBy(() -> keys(key).verify(token))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.DENIED);
          assertThat(e.line()).contains("its signature cannot be verified");
          assertThat(e.getCause()).hasMessageContaining("does not belong to the key");
        });
  }

  @Test
  void readsAFileUpToTheLimit(@TempDir Path folder) throws IOException {
    String jwks = SignedTokens.jwks(SignedTokens.RSA);
    Path largest = folder.resolve("largest");
    Files.writeString(largest, jwks + " ".repeat(LARGEST - jwks.length()));
    Path larger = folder.resolve("larger");
    Files.writeString(larger, jwks + " ".repeat(LARGEST - jwks.length() + 1));

    assertThat(TrustedJwks.fromFile(largest)).hasToString(largest.toString());
    assertRefused(larger, "it is larger than 1 MiB");
    assertRefused(folder, "it is not a regular file");
  }

  private static void assertRefused(Path file, String because) {
    assertThatThrownBy(() -> TrustedJwks.fromFile(file))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("the trusted keys in " + file)
        .hasMessageContaining(because);
  }

  private static RSAKey.Builder rsa() {
    return new RSAKey.Builder(SignedTokens.RSA);
  }

  private static ECKey.Builder ec() {
    return new ECKey.Builder(SignedTokens.EC);
  }

  /** A curve that the JDK does not have, so that the key is not generated but given. */
  private static ECKey bitcoins() {
    return new ECKey.Builder(
            Curve.SECP256K1,
            new Base64URL("eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g"),
            new Base64URL("SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg"))
        .keyID("ES256K")
        .build();
  }

  private static TrustedJwks keys(JWK key) {
    return TrustedJwks.parse(SignedTokens.jwks(key), "jwks.json");
  }

  private static ServiceAccountToken signedBy(JWK key) {
    return parse(SignedTokens.signed(key, TestTokens.CLAIMS));
  }

  private static ServiceAccountToken parse(String token) {
    return ServiceAccountToken.parse(Secret.of(token));
  }
}
