// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.TestTokens;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.UnverifiedClaims.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountTokenTest {
  private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}";

  @Test
  void readsWhatTheApiServerPutsIn() {
    UnverifiedClaims claims = TestTokens.claims();

    assertThat(claims.issuer()).isEqualTo("https://oidc.example/id/1");
    assertThat(claims.subject()).isEqualTo("system:serviceaccount:team-a:puller");
    assertThat(claims.audiences()).containsExactly("sts.amazonaws.com");
    assertThat(claims.validity())
        .isEqualTo(
            new Validity(
                TestTokens.EXPIRY, Optional.of(TestTokens.ISSUED), Optional.of(TestTokens.ISSUED)));
    assertThat(claims.id()).contains("6f1c2f6e-3b1f-4d8a-9b4e-0c6e1d1f0a11");
    assertThat(claims.workload())
        .isEqualTo(
            new ServiceAccountSubject(
                "team-a",
                new ObjectReference("puller", Optional.of("s-uid")),
                Optional.of(new ObjectReference("app-0", Optional.of("p-uid"))),
                Optional.of(new ObjectReference("node-1", Optional.of("n-uid")))))
        .hasToString("team-a/puller");
  }

  @Test
  void takesAnAudienceThatIsAString() {
    String claims = TestTokens.CLAIMS.replace("[\"sts.amazonaws.com\"]", "\"one\"");

    assertThat(parse(TestTokens.unsigned(HEADER, claims)).claims().audiences())
        .containsExactly("one");
  }

  @Test
  void needsNoMoreThanIssuerSubjectAudienceAndExpiry() {
    String claims =
        """
        {"iss":"i","sub":"system:serviceaccount:a:b","aud":[],"exp":1.5,"nbf":null}
        """;

    UnverifiedClaims read = parse(TestTokens.unsigned(HEADER, claims)).claims();

    assertThat(read.validity().expiry()).hasToString("1970-01-01T00:00:01Z");
    assertThat(read.validity().notBefore()).isEmpty();
    assertThat(read.workload().pod()).isEmpty();
    assertThat(read.workload().serviceAccount())
        .isEqualTo(new ObjectReference("b", Optional.empty()));
  }

  static Stream<Arguments> expiries() {
    return Stream.of(
        argumentSet("the first", "0", "1970-01-01T00:00:00Z"),
        argumentSet("part of a second", "1.9", "1970-01-01T00:00:01Z"),
        argumentSet("the last", "253402300799", "9999-12-31T23:59:59Z"));
  }

  @ParameterizedTest
  @MethodSource("expiries")
  void takesEveryDateUntilTheYear9999(String seconds, Instant expiry) {
    String claims = TestTokens.CLAIMS.replace("\"exp\": ", "\"exp\": " + seconds + ", \"x\": ");

    assertThat(parse(TestTokens.unsigned(HEADER, claims)).claims().validity().expiry())
        .isEqualTo(expiry);
  }

  @Test
  void takesAsManyCharactersAsStsDoes() {
    String token = TestTokens.unsigned(HEADER, TestTokens.CLAIMS + " ");
    String longest = token + "A".repeat(20_000 - token.length());
    assertThat(longest).hasSize(20_000);

    assertThat(parse(longest).claims()).isEqualTo(TestTokens.claims());
    assertThatThrownBy(() -> parse(longest + "A")).hasMessageContaining("longer than 20000");
  }

  static Stream<Arguments> malformed() {
    String good = TestTokens.unsigned(HEADER, TestTokens.CLAIMS);
    String[] parts = good.split("\\.", -1);
    return Stream.of(
        argumentSet("no dots", "hunter2", "three parts"),
        argumentSet("two parts", parts[0] + "." + parts[1], "three parts"),
        argumentSet("five parts (encrypted)", good + ".a.b", "three parts"),
        argumentSet("no signature", parts[0] + "." + parts[1] + ".", "it is not signed"),
        argumentSet("padding", parts[0] + "." + parts[1] + ".QQ==", "signature is not base64url"),
        argumentSet("stray bits", parts[0] + "." + parts[1] + ".QR", "signature is not base64url"),
        argumentSet("base64 alphabet", parts[0] + "." + parts[1] + ".+/+/", "not base64url"),
        argumentSet("line break", good + "\n", "not base64url"),
        argumentSet("not JSON", parts[0] + ".aHVudGVyMg.QQ", "its payload: it is not JSON"),
        argumentSet("not UTF-8", parts[0] + ".eyLpIjoxfQ.QQ", "its payload: it is not UTF-8"),
        argumentSet("alg none", TestTokens.unsigned("{\"alg\":\"None\"}", "{}"), "not signed"),
        argumentSet("no alg", TestTokens.unsigned("{}", "{}"), "\"alg\""),
        argumentSet("too long", "a".repeat(20_001), "longer than 20000"),
        claim("no issuer", "\"iss\"", "\"x-iss\"", "no claim \"iss\""),
        claim("no expiry", "\"exp\"", "\"x-exp\"", "no claim \"exp\""),
        claim("no audience", "\"aud\"", "\"x-aud\"", "no claim \"aud\""),
        claim("repeated", "\"jti\"", "\"iss\"", "repeats a name"),
        claim("expiry as text", "\"exp\": ", "\"exp\": \"soon\", \"x\": ", "not a number"),
        claim("expiry far off", "\"exp\": ", "\"exp\": 1e300, \"x\": ", "not a date"),
        claim("expiry without end", "\"exp\": ", "\"exp\": 1e999999999, \"x\": ", "not a date"),
        claim(
            "endless digits",
            "\"exp\": ",
            "\"exp\": " + "9".repeat(990) + ", \"x\": ",
            "not a date"),
        claim("a second too far off", "\"exp\": ", "\"exp\": 253402300800, \"x\": ", "not a date"),
        claim("negative expiry", "\"exp\": ", "\"exp\": -1, \"x\": ", "not a date"),
        claim("audience a number", "[\"sts.amazonaws.com\"]", "[7]", "\"aud\" is not text"),
        claim("a user's token", "system:serviceaccount:team-a:puller", "bob", "its subject is not"),
        claim(
            "other namespace", "\"namespace\": \"team-a\"", "\"namespace\": \"b\"", "contradicts"),
        claim("other account", "{\"name\": \"puller\"", "{\"name\": \"b\"", "contradicts"),
        claim(
            "pod a string", "{\"name\": \"app-0\", \"uid\": \"p-uid\"}", "\"p\"", "not an object"));
  }

  private static Arguments claim(String name, String from, String to, String because) {
    String claims = TestTokens.CLAIMS.replace(from, to);
    assertThat(claims).isNotEqualTo(TestTokens.CLAIMS);
    return argumentSet(name, TestTokens.unsigned(HEADER, claims), because);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesAllElseWithoutQuotingIt(String token, String because) {
    assertThatThrownBy(() -> parse(token))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.BAD_REQUEST);
          assertThat(e.line()).contains(because).doesNotContain(token, "hunter2");
          assertThat(e).hasNoCause();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "b..c",
        ".b",
        "b.",
        "-b",
        "b-",
        "b.-c",
        "b-.c",
        "B",
        "b_c",
        "b/c",
        "b:c",
        "\u0660",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void refusesNamesThatNoApiServerGives(String name) {
    for (String subject : List.of("team-a:" + name, name + ":puller")) {
      assertThatThrownBy(() -> parse(of(subject)))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("its subject is not");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "0:0", "a--b:b--c.d.0", "a-b:x.y-z"})
  void takesTheOthers(String subject) throws Exception {
    assertThat(parse(of(subject)).claims().workload()).hasToString(subject.replace(':', '/'));
  }

  private static String of(String subject) {
    return TestTokens.unsigned(
        HEADER,
        "{\"iss\":\"i\",\"sub\":\"system:serviceaccount:%s\",\"aud\":\"a\",\"exp\":1}"
            .formatted(subject));
  }

  @Test
  void neverPrintsItself() {
    String text = TestTokens.unsigned(HEADER, TestTokens.CLAIMS);

    assertThat(parse(text).toString())
        .isEqualTo("ServiceAccountToken[system:serviceaccount:team-a:puller]");
  }

  private static ServiceAccountToken parse(String token) {
    return ServiceAccountToken.parse(Secret.of(token));
  }
}
