// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The few figures that a person reads are those of the measured table. */
class PerformancePageTest {
  private static final Pattern SHORT =
      Pattern.compile("(?m)^\\| (.+?) \\| ([0-9.]+) ms \\| ([0-9.]+) ms \\| ([0-9.]+) \\|$");
  private static final Pattern MEASURED =
      Pattern.compile(
          "(?m)^\\| (.+?) \\| (executable|ECR plugin in Go) \\| ([0-9.]+) .*\\|"
              + " +([0-9.]*)[^|]*\\|$");

  @Test
  void hasTheMeasuredFigures() {
    List<MatchResult> rows = found(SHORT, "performance.md");
    Map<String, String> measured =
        found(MEASURED, "measurements.md").stream()
            .collect(
                Collectors.toMap(
                    row -> row.group(1) + ": " + row.group(2),
                    row -> row.group(3) + " " + row.group(4)));

    assertThat(rows).hasSizeGreaterThan(4);
    assertThat(rows)
        .allSatisfy(row ->
            assertThat(measured)
                .containsEntry(row.group(1) + ": executable", row.group(2) + " " + row.group(4))
                .containsEntry(row.group(1) + ": ECR plugin in Go", row.group(3) + " "));
  }

  private static List<MatchResult> found(Pattern pattern, String page) {
    return pattern.matcher(Page.read(Path.of("docs", page)).text()).results().toList();
  }
}
