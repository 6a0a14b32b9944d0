// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.provider.acr.Challenge.Scheme;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Most forms are tried with a whole exchange, in {@link AcrChallengeTest}. */
class ChallengeTest {
  @Test
  void readsEachSchemeWithItsParameters() {
    assertThat(
            Challenge.parse(
                "Negotiate YWJj==, Basic realm=\"a, b=\\\"c\\\"\" , ,BEARER Realm=https://x/y,Z=,"))
        .isEmpty();
    assertThat(
            Challenge.parse(
                "Negotiate YWJj==, Basic realm=\"a, b=\\\"c\\\"\" , ,BEARER Realm=https://x/y, Z = \"\","))
        .hasValueSatisfying(schemes ->
            assertThat(schemes)
                .containsExactly(
                    new Scheme("negotiate", Map.of()),
                    new Scheme("basic", Map.of("realm", "a, b=\"c\"")),
                    new Scheme("bearer", Map.of("realm", "https://x/y", "z", ""))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ", ,", "Bearer", "Bearer realm", "Basic, Bearer"})
  void whatHasNoParametersIsRead(String header) {
    assertThat(Challenge.parse(header))
        .hasValueSatisfying(schemes -> assertThat(schemes).allMatch(s -> s.parameters().isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "realm=\"a\"",
        "Bearer realm=\"a\",realm=\"b\"",
        "Bearer realm=\"a\",REALM=b",
        "Bearer realm=\"a",
        "Bearer realm=\"a\\\"",
        "Bearer realm=\"a\"b",
        "Bearer realm=\"a\" service=\"b\"",
        "Bearer realm=a b",
        "Bearer realm==\"a\"",
        "Bearer (realm=a)",
        "\"Bearer\" realm=a",
        "Bearer realm=\"a\",service=b\"c\""
      })
  void whatCouldBeReadInSeveralWaysIsNot(String header) {
    assertThat(Challenge.parse(header)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\\\", "\\\"", ",", " ", "a", "a=", "a=\"\",", "a ", "=", "\""})
  void longHeadersAreReadInNoTime(String part) {
    String header = "Bearer realm=\"" + part.repeat(4_000 / part.length());

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(Challenge.parse(header)).isEmpty());
    assertThat(Challenge.parse("Bearer " + "a,".repeat(3_000))).isEmpty();
  }
}
