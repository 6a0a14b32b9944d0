// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kubelet starts with every configuration on a page, and with all of them together. */
class DocsConfigurationTest {
  private static final String KIND = "kind: CredentialProviderConfig";
  private static final Pattern NAME = Pattern.compile("(?m)^ *- name: (\\S+)\\n *apiVersion: cred");

  static List<Page> pages() throws IOException {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void isAcceptedByLint(Page page) {
    assertThat(blocks(page))
        .filteredOn(block -> block.contains(KIND))
        .flatMap(this::lint)
        .isEmpty();
  }

  /** An entry that is copied from each page into one file must not stop kubelet. */
  @Test
  void entriesHaveNamesOfTheirOwn() throws IOException {
    List<String> names = pages().stream().flatMap(page -> names(page).stream()).toList();

    assertThat(names)
        .contains("podpass-ecr", "podpass-gar", "podpass-acr")
        .doesNotContain("podpass");
    assertThat(pages())
        .allSatisfy(page ->
            blocks(page).forEach(block -> assertThat(names(block)).doesNotHaveDuplicates()));
  }

  private static List<String> blocks(Page page) {
    return page.blocks().stream()
        .filter(block -> block.language().equals("yaml"))
        .map(Page.Block::text)
        .toList();
  }

  private static List<String> names(Page page) {
    return blocks(page).stream().flatMap(block -> names(block).stream()).toList();
  }

  private static List<String> names(String block) {
    return NAME.matcher(block).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /** What lint finds wrong. */
  private List<String> lint(String configuration) {
    return ProgramRun.withInput(configuration, "config", "lint", "--strict", "-").failure();
  }
}
