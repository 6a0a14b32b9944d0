// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** YAML and JSON: what is read, and with which bounds. */
class ConfigFileSyntaxTest {
  static Stream<Arguments> noConfigurations() {
    return Stream.of(
        argumentSet("nothing", "", "the file is empty"),
        argumentSet("a comment", "# nothing\n", "the file is empty"),
        argumentSet("an open list", "a: [", "it cannot be read as YAML: expected the node content"),
        argumentSet(
            "a tab",
            "\tx: y",
            "it cannot be read as YAML: found character '\\t(TAB)' that cannot start any token"),
        argumentSet("a list", "[]", "the document is not an object"),
        argumentSet("text", "text", "the document is not an object"),
        argumentSet(
            "an alias of itself",
            "a: &a [*a]",
            "it cannot be read as YAML: its aliases expand to too many values"),
        argumentSet("a line of 128 KiB", "#".repeat(128 << 10), "the file is empty"),
        argumentSet(
            "a longer one",
            "#".repeat((128 << 10) + 1),
            "it cannot be read as YAML: the line is longer than 128 KiB"),
        argumentSet(
            "a map as a name", "? {}\n: x", "it cannot be read as YAML: a name is not plain text"));
  }

  @ParameterizedTest
  @MethodSource("noConfigurations")
  void refusesWhatIsNoConfigurationAtAll(String text, String because) {
    ConfigFile file = ConfigFile.read(text);

    assertThat(file.findings().getFirst())
        .returns(1, Finding::line)
        .returns(Finding.Severity.REJECTED, Finding::severity)
        .extracting(Finding::message)
        .asString()
        .startsWith(because);
  }

  @Test
  void doesNotExpandAliasesWithoutEnd() {
    StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 17; i++) {
      text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }

    assertThat(ConfigFile.read(text.toString()).findings())
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.message()).contains("its aliases expand to too many values"));
  }

  @Test
  void readsJsonIndentedByTabs() {
    String json =
        """
        {
        \t"apiVersion": "kubelet.config.k8s.io/v1",
        \t"kind": "CredentialProviderConfig",
        \t"providers": []
        }
        """;

    assertThat(ConfigFile.read(json).findings())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.message()).isEqualTo("providers is missing or empty"));
  }
}
