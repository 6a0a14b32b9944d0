// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.text.Facts;
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
}
