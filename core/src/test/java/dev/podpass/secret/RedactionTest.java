// SPDX-License-Identifier: Apache-2.0
package dev.podpass.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {
  static Stream<Arguments> credentials() {
    return Stream.of(
        argumentSet("jwt", "Invalid token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", "c2ln"),
        argumentSet("cut jwt", "Invalid token eyJhbGciOiJSUzI1NiJ9", "JSUzI1NiJ9"),
        argumentSet("google", "token ya29.a0AfH6SMBx is revoked", "a0AfH6SMBx"),
        argumentSet("bearer", "Authorization: Bearer abcdefghijklmnop", "abcdefgh"),
        argumentSet("basic", "authorization: basic QVdTOnBhc3N3b3Jk", "QVdTOnB"),
        argumentSet("proxy password", "proxy http://bob:hunter2@proxy:3128 refused", "hunter2"),
        argumentSet("long run", "password " + "Ab1+".repeat(20), "Ab1+Ab1+"));
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void masksWhatIsShapedLikeACredential(String text, String planted) {
    assertThat(Redaction.line(text)).doesNotContain(planted).contains("[secret]");
  }

  @Test
  void masksKnownSecretsPlainAndUrlEncoded() {
    Secret key = Secret.of("wJalr/XUtn+FEMI=");

    assertThat(Redaction.line("key wJalr/XUtn+FEMI= and wJalr%2FXUtn%2BFEMI%3D", key))
        .isEqualTo("key [secret] and [secret]");
  }

  @Test
  void leavesArnsAndDigestsReadable() {
    String text =
        "User: arn:aws:sts::123456789012:assumed-role/" + "r".repeat(64) + "/" + "s".repeat(64);

    assertThat(Redaction.line(text)).isEqualTo(text);
  }

  @Test
  void isOneLineWithoutControlCharacters() {
    assertThat(Redaction.line(" a\r\n\tb\u001b[31mc\u202ed\u0000 "))
        .isEqualTo("a b\\u001b[31mc\\u202ed\\u0000");
  }

  @Test
  void isBounded() {
    assertThat(Redaction.line("word ".repeat(10_000)).length()).isLessThanOrEqualTo(2_001);
  }
}
