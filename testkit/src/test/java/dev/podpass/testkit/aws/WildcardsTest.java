// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {

  @ParameterizedTest
  @CsvSource({
    "system:serviceaccount:team-a:*, system:serviceaccount:team-a:app, true",
    "system:serviceaccount:team-a:*, system:serviceaccount:team-ab:app, false",
    "system:serviceaccount:*:app, system:serviceaccount:team-a:app, true",
    "*, anything, true",
    "a?c, abc, true",
    "a?c, ac, false",
    "a.c, abc, false",
    "team, team-a, false",
    "TEAM, team, false"
  })
  void match(String pattern, String text, boolean expected) {
    assertThat(Wildcards.match(pattern, text)).isEqualTo(expected);
  }
}
