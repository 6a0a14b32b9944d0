// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.text.Facts;
import dev.podpass.cli.report.DisplayValue.TextBlock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportFormatTest {
  /** Each line is escaped by itself. */
  @Test
  void printsATextOfSeveralLinesBelowItsName() {
    Map<String, Object> sections =
        Map.of(
            "parameters",
            Facts.of(
                "name",
                "app",
                "session policy",
                new TextBlock("{\"a\":[1]}", List.of("a:", "  - 1", "  - \u001b[31m"))));

    assertThat(ReportFormat.text(sections, false))
        .isEqualTo(
            """
            parameters
              name            app
              session policy
                a:
                  - 1
                  - \\u001b[31m
            """);
    assertThat(ReportFormat.json(sections)).contains("\"sessionPolicy\": \"{\\\"a\\\":[1]}\"");
  }

  @Test
  void paintsVerdictsAtATerminal() {
    Map<String, Object> row = Facts.of("verdict", new VerdictWord("passed", VerdictWord.Tone.GOOD));

    assertThat(ReportFormat.text(Map.of("checks", List.of(row)), true))
        .contains("\u001b[32mpassed");
    assertThat(ReportFormat.text(Map.of("checks", List.of(row)), false)).contains("  passed");
  }
}
