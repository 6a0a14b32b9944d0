// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import static dev.podpass.admin.lint.LintedFile.GOOD;
import static dev.podpass.admin.lint.LintedFile.findings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorRulesTest {
  private static String with(String mirrors, String pattern) {
    return GOOD.replace(
        "      - one.example\n    args:\n",
        "      - '%s'\n    args:\n      - --mirror=%s\n".formatted(pattern, mirrors));
  }

  @Test
  void findsNothingInAMirrorWhoseImagesMatch() {
    assertThat(findings(with("quay.io/team=one.example/team", "quay.io/team"))).isEmpty();
    assertThat(findings(with("quay.corp.example:5000=one.example", "quay.corp.example:5000")))
        .isEmpty();
  }

  /** The pattern, and how the finding about it begins. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quay.corp.example      | ineffective: podpass serves no image that matches "quay.corp.example" with these args
          quay.corp.example:443  | ineffective: podpass serves no image that matches "quay.corp.example:443" with these args
          quay.corp.example:5001 | ineffective: podpass serves no image that matches "quay.corp.example:5001" with these args
          quay.corp.example:0    | ineffective: podpass serves no image that matches "quay.corp.example:0" with these args
          *.corp.example:5000    | warning: podpass serves only quay.corp.example:5000 of what matches "*.corp.example:5000"
          """)
  void comparesThePortOfAMirror(String pattern, String finding) {
    assertThat(findings(with("quay.corp.example:5000=one.example", pattern)))
        .filteredOn(found -> found.startsWith("f:8: "))
        .singleElement()
        .asString()
        .startsWith("f:8: " + finding);
  }

  @Test
  void warnsOfAMirrorThatHidesAnotherProvider() {
    assertThat(findings(with("two.example=one.example", "two.example")))
        .containsExactly(
            "f:10: warning: the mirror two.example=one.example hides two.example, which the"
                + " provider two serves: its images get only the credential of one.example");
  }

  @Test
  void namesAMirrorWhoseImagesNeverReachPodpass() {
    assertThat(findings(with("quay.io=one.example/q", "one.example")))
        .containsExactly(
            "f:10: ineffective: the mirror quay.io=one.example/q has no effect: kubelet runs"
                + " podpass for no image of quay.io; add it to matchImages");
  }

  @Test
  void warnsOfMirrorsThatOverlap() {
    assertThat(findings(with("quay.io=one.example/q,quay.io/team=one.example/t", "quay.io")))
        .containsExactly(
            "f:10: warning: the mirrors quay.io=one.example/q and quay.io/team=one.example/t"
                + " overlap: images of quay.io/team follow the second");
  }

  @Test
  void warnsOfAPatternThatIsWiderThanItsMirrors() {
    assertThat(findings(with("quay.io/team=one.example/team", "quay.io")))
        .singleElement()
        .asString()
        .startsWith("f:8: warning: quay.io is too wide: ");
  }
}
