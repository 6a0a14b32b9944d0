// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import static dev.podpass.admin.lint.LintedFile.GOOD;
import static dev.podpass.admin.lint.LintedFile.findings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodpassEntriesTest {
  @Test
  void findsNothingInAGoodEntry() {
    assertThat(findings(GOOD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Audience: aud   | Audience: other   | f:12: ineffective: serviceAccountTokenAudience is other; podpass needs aud with these args
          cacheType: Token | cacheType: ServiceAccount | f:14: ineffective: cacheType must be Token with these args, or kubelet hands one pod's credential to another
          example/role    | example/other     | f:12: warning: kubelet does not pass on the annotation example/role; add it to optionalServiceAccountAnnotationKeys
          --provider=one  | --provider=three  | f:10: ineffective: podpass refuses the args or env of podpass: there is no provider "three"; hint: this build has one, two
          """)
  void comparesAnEntryWithWhatPodpassNeeds(String from, String to, String finding) {
    assertThat(findings(GOOD.replace(from, to))).containsExactly(finding);
  }

  @Test
  void warnsOfStaticPodsForWhichKubeletDoesNotRunIt() {
    String asNode =
        GOOD.replace("tokenAttributes:", "  - --without-token=node\n    tokenAttributes:");

    assertThat(findings(asNode))
        .containsExactly(
            "f:4: warning: kubelet does not run podpass for static pods, which would pull as the"
                + " node: write requireServiceAccount: false");
    assertThat(findings(asNode.replace("Account: true", "Account: false"))).isEmpty();
  }

  @Test
  void tellsOfTheFirstLineFirst() {
    String both = GOOD.replace("Type: Token", "Type: ServiceAccount").replace("e/role", "e/other");

    assertThat(findings(both).stream().map(finding -> finding.split(":", 3)[1]))
        .containsExactly("12", "14");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PODPASS_DEADLINE | soon                   | "soon" (PODPASS_DEADLINE)
          HTTPS_PROXY      | socks5://proxy         | HTTPS_PROXY is not a proxy that can be used
          https_proxy      | http://a:p%s@proxy     | HTTPS_PROXY is not a proxy that can be used; hint:
          """)
  void readsTheVariablesOfTheEntry(String name, String value, String why) {
    String env = "env: [{name: %s, value: '%s'}]\n    tokenAttributes:".formatted(name, value);

    assertThat(findings(GOOD.replace("tokenAttributes:", env)))
        .singleElement()
        .asString()
        .contains("ineffective: podpass refuses the args or env of podpass: " + why);
  }

  @Test
  void warnsOfAVariableThatAPullWouldIgnore() {
    String variables =
        """
        env:
              - {name: PODPASS_DEADLNE, value: 9s}
              - {name: PODPASS_DEADLINE, value: 9s}
              - {name: PODPASS_UNHEARD_OF, value: x}
              - {name: HTTPS_PROXY, value: "http://proxy.example:3128"}
            tokenAttributes:\
        """;

    assertThat(findings(GOOD.replace("tokenAttributes:", variables)))
        .containsExactly(
            "f:4: warning: the variable PODPASS_DEADLNE sets no option; did you mean"
                + " PODPASS_DEADLINE?",
            "f:4: warning: the variable PODPASS_UNHEARD_OF sets no option; remove it");
  }

  @Test
  void namesAPatternThatTheChosenProviderDoesNotServe() {
    assertThat(findings(GOOD.replace("- one.example", "- one.example\n      - two.example")))
        .containsExactly(
            "f:9: ineffective: podpass serves no image that matches \"two.example\" with these"
                + " args; take it out, or choose the provider that does");
  }

  @Test
  void takesAHostWithCapitals() {
    assertThat(findings(GOOD.replace("- one.example", "- One.Example"))).isEmpty();
  }

  @Test
  void warnsOfAnEntryWithoutTokens() {
    String without = GOOD.substring(0, GOOD.indexOf("    tokenAttributes:"));

    assertThat(findings(without))
        .containsExactly(
            "f:4: warning: podpass has no tokenAttributes, so podpass gets no token of any pod");
  }

  @Test
  void leavesTheEntriesOfOtherProgramsAlone() {
    String other = GOOD.replace("name: podpass", "name: other").replace("--provider", "--p");

    assertThat(findings(other.replace("Audience: aud", "Audience: other"))).isEmpty();
  }
}
