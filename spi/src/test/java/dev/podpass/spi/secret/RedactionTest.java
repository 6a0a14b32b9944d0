// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.q8RkW2vT5nL1pXcB7hJd3gFsA6yUe9iOo0K4mQtN";

  private static final String SHORTEST = "AZaz09AZaz09";

  static Stream<Arguments> credentials() {
    return Stream.of(
        argumentSet("jwt", "Invalid token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln", "c2ln"),
        argumentSet("cut jwt", "Invalid token eyJhbGciOiJSUzI1NiJ9", "JSUzI1NiJ9"),
        argumentSet("google", "token ya29.a0AfH6SMBx is revoked", "a0AfH6SMBx"),
        argumentSet("bearer", "Authorization: Bearer abcdefghijklmnop", "abcdefgh"),
        argumentSet("basic", "authorization: basic QVdTOnBhc3N3b3Jk", "QVdTOnB"),
        argumentSet("proxy password", "proxy http://bob:hunter2@proxy:3128 refused", "hunter2"),
        argumentSet("at sign", "proxy http://bob:p@hunter2@proxy:3128 refused", "hunter2"),
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

  @Test
  void masksTheLongerOfTwoSecretsFirst() {
    assertThat(
            Redaction.line("is hunter2hunter2", Secret.of("hunter2"), Secret.of("hunter2hunter2")))
        .isEqualTo("is [secret]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r\n\t", " ", ",", ", ", "\",\"", "\\n", "\\r\\n", "\\\\n", "\\u000a", "\u200b",
            "\u0000",
        "%0A", "%0d%0a", "%250A", "%2C%20", "-", ".", "_", "/", "=\n", "&#10;", "&quot;", "<br/>\n"
      })
  void masksTheWholeOfWhatIsRepeatedInPieces(String between) {
    String signature = "Zm9vYmFy_x-".repeat(3) + "q8RkW2vT5nL1pXcB7hJd3gFsA6yUe9iOo0K4mQtN";
    Secret token = Secret.of("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0." + signature);
    for (int length : new int[] {1, 3, 10, 11, 12, 19, 20, 48, 64}) {
      String pieces = String.join(between, token.reveal().split("(?<=\\G.{" + length + "})", -1));

      assertThat(
              Redaction.line(
                  "InvalidToken (HTTP 400): got " + pieces + " for team-a, request id 1234", token))
          .as("pieces of " + length)
          .contains("InvalidToken (HTTP 400): got ", "[secret]", " for team-a, request id 1234")
          .doesNotContainPattern("[A-Za-z0-9]*K4m|q8R|T5n|B7h|U[^a-z]*e9");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "user:"})
  void masksTheBase64OfASecretBehindAnyText(String before) {
    byte[] whole = (before + TOKEN).getBytes(UTF_8);
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      String encoded = encoder.encodeToString(whole);
      for (int length : new int[] {20, 64, 4096}) {
        String lines = encoded.replaceAll("(.{" + length + "})", "$1 ");

        assertThat(Redaction.line("got " + lines + " for it", Secret.of(TOKEN)))
            .as("lines of " + length)
            .contains("got ", "[secret]", " for it")
            .doesNotContain(encoded.substring(12, 20), encoded.substring(encoded.length() - 8));
      }
    }
  }

  /** The shortest that counts, of the first and last letters and digits of each alphabet. */
  @ParameterizedTest
  @CsvSource({"0xff21, 0xff41, 0xff10", "0x1d400, 0x1d41a, 0x1d7ce", "0x1d670, 0x1d68a, 0x1d7f6"})
  void masksASecretInOtherLetters(int capitalA, int smallA, int zero) {
    String other =
        SHORTEST
            .codePoints()
            .map(c ->
                Character.isUpperCase(c)
                    ? c - 'A' + capitalA
                    : Character.isLowerCase(c) ? c - 'a' + smallA : c - '0' + zero)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    assertThat(Redaction.line("got " + other + " for it", Secret.of(SHORTEST)))
        .isEqualTo("got [secret] for it");
  }

  @ParameterizedTest
  @CsvSource({
    "got A-Z-a-z-0-9-A-Z-a-z-0-9 for it, got [secret] for it",
    "got <AZ az 09 AZ az 09> for it, got <[secret]> for it",
    "got [secret]A-Z-a-z-0-9-A-Z-a-z-0-9 for it, got [secret][secret] for it",
    "got A-Z-a-z-0-9-A-Z-a-z for it, got A-Z-a-z-0-9-A-Z-a-z for it"
  })
  void masksTheShortestFragmentAndNoMore(String text, String masked) {
    assertThat(Redaction.line(text, Secret.of(SHORTEST))).isEqualTo(masked);
  }

  /** The mask ends in a letter, with which the rest of the secret goes on. */
  @Test
  void keepsAMaskWhole() {
    Secret token = Secret.of("eyJhbGciOiJSUzI1NiJ9tq8RkW2vT5nL1pXcB7hJd3gFsA6yUe9s");

    assertThat(Redaction.line("[secret] q8RkW2vT5nL1pXcB7hJd3gFsA6yUe9 [secret] for it", token))
        .isEqualTo("[secret] for it");
  }

  @Test
  void resolvesEscapedCharactersOfASecret() {
    Secret key = Secret.of("wJalr/XUtn+FEMI/K7MDENG/bPxRfiCY");

    assertThat(Redaction.line("key wJalr\\/XUtn\\u002bFE\\u004dI%2FK7%4DDENG/b PxRfiCY!", key))
        .isEqualTo("key [secret]!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sts.us-east-1.amazonaws.com as role arn:aws:iam::123456789012:role/team-a failed:"
            + " InvalidIdentityToken (HTTP 400): Incorrect token audience, request id"
            + " 8d2e5a0c-6f3b-4a55-9c8e-1f6f0c9b7a11",
        "AADSTS70021: No matching federated identity record found for presented assertion. Trace"
            + " ID: 8d2e5a0c-6f3b-4a55-9c8e-1f6f0c9b7a11 Timestamp: 2026-11-28 10:00:00Z",
        "The size of mapped attribute exceeds the 127 bytes limit, 100%25 & <b>more</b> \\n"
      })
  void leavesAnOrdinaryErrorAsItIs(String text) {
    Secret token =
        Secret.of(
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL29pZGMuZWtzIiwic3ViIjoic3lzdGVtOnNlcnZpY2Vh"
                + "Y2NvdW50OnRlYW0tYTphcHAifQ.q8RkW2vT5nL1pXcB7hJd3gFsA6yUe9iOo0K4mQtN");

    assertThat(Redaction.line(text, token)).isEqualTo(text);
  }

  @Test
  void aSecretThatIsPartOfTheMaskIsLeftOutOfIt() {
    assertThat(Redaction.line("is hunter2", Secret.of("secret"), Secret.of("hunter2")))
        .isEqualTo("is [secret]");
  }

  @Test
  void leavesWholeWhatIsAsLongAsTheLimit() {
    String text = "word ".repeat(399) + "words";
    assertThat(text).hasSize(2_000);

    assertThat(Redaction.line(text)).isEqualTo(text);
    assertThat(Redaction.line(text + "s")).isEqualTo("word ".repeat(399).stripTrailing() + "…");
  }

  @Test
  void leavesNoHalfOfAWordWhereItCuts() {
    String text = "word ".repeat(398) + "half-of-a-secret";

    assertThat(Redaction.line(text)).endsWith("word…").doesNotContain("half");
  }

  static Stream<Arguments> unseen() {
    return Stream.of(
        argumentSet("tag", "\udb40\udc41", "\\udb40\\udc41"),
        argumentSet("variation selector", "\udb40\udd00", "\\udb40\\udd00"),
        argumentSet("lone surrogate", "\ud800", "\\ud800"),
        argumentSet("private use", "\ue000", "\\ue000"),
        argumentSet("right to left", "\u202e", "\\u202e"),
        argumentSet("zero width", "\u200b", "\\u200b"),
        argumentSet("first filler", "\u115f", "\\u115f"),
        argumentSet("last filler", "\uffa0", "\\uffa0"),
        argumentSet("filler", "\u3164", "\\u3164"),
        argumentSet("combining", "\u0336", "\\u0336"),
        argumentSet("no-break space", "\u00a0", " "),
        argumentSet("letters", "é漢😀", "é漢😀"));
  }

  @ParameterizedTest
  @MethodSource("unseen")
  void escapesWhatCannotBeSeen(String character, String shown) {
    assertThat(Redaction.line("a" + character + "b")).isEqualTo("a" + shown + "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eyJaaaaaaaaaa", "ya29.a", "bearer aaaaaaaaaaaa", "http://a", "+", ""})
  @Tag("slow")
  @Timeout(10)
  void takesTimeAndStackInProportionToTheText(String begin) {
    for (String filling :
        List.of(
            ".", "a", " ", "/", "//", "@", "=", "eyJ", "\ud800", "a@", "\u0000", "%25", "<", "\\",
            "&#")) {
      String text = begin + filling.repeat(200_000 / filling.length());

      assertThat(Redaction.line(text).length()).isLessThanOrEqualTo(2_001);
      assertThat(Redaction.line(text, Secret.of(filling.repeat(40))).length())
          .isLessThanOrEqualTo(2_001);
    }
  }

  /** Whatever surrounds it, whatever it is made of; {@code RedactionFuzzTest} tries more. */
  @Tag("slow")
  @Test
  void letsNoPlantedSecretThrough() {
    Random random = new Random(4412);
    for (int i = 0; i < 2_000; i++) {
      Secret secret = Secret.of("Q7" + text(random, random.nextInt(40)) + "7Q");
      String planted =
          switch (random.nextInt(3)) {
            case 0 -> secret.reveal();
            case 1 -> URLEncoder.encode(secret.reveal(), UTF_8);
            default -> Printable.line(secret.reveal(), Integer.MAX_VALUE);
          };
      String text =
          text(random, random.nextInt(80)) + planted + text(random, random.nextInt(2_500));

      String line = Redaction.line(text, secret);

      assertThat(line).as(secret.reveal()).doesNotContain("Q", "7").doesNotContainPattern("\\p{C}");
    }
  }

  private static String text(Random random, int length) {
    // No Q and no 7: what has them is of the secret.
    String alphabet =
        "abcXYZ019 .,:;/@=+-_%\"'\\<>[]{}()\t\n\r\u0000\u001b\u00a0\u202eé漢\ud83d\ude00\udb40";
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(
          switch (random.nextInt(60)) {
            case 0 -> "eyJhbGciOiJ";
            case 1 -> "bearer ";
            case 2 -> "http://";
            default -> String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())));
          });
    }
    return text.toString();
  }
}
