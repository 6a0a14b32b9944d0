// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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

  private static final String CACHE = "answer from the node's cache, with metrics and audit log";

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

  /** Those in sentences of other pages, too. */
  @Test
  void otherPagesHaveTheMeasuredFigures() {
    String size = figure("executable ([0-9.]+ MB)");
    double executable = number("executable", "ECR, all roots");
    double bundle = number("bundle", "ECR, all roots");
    double cached = number("executable", CACHE);
    double empty = number("empty executable", CACHE);

    String helper =
        "\\| docker-credential-podpass: ECR, all roots, as a docker credential helper, ";
    assertThat(Page.read(Path.of("docs/performance.md")).text())
        .contains(
            "it takes " + figure(helper + "against .*? CPU 1 \\| ([0-9.]+)"),
            "and " + figure(helper + "25 ms .*? 1 \\| ([0-9.]+) ") + " with 25 ms")
        .contains("**Size**: " + size, "takes %.1f ms for ECR".formatted(bundle));
    assertThat(Page.read(Path.of("docs/install.md")).text())
        .contains("of " + size, "[%d times as long]".formatted(Math.round(bundle / executable)));
    assertThat(Page.read(Path.of("docs/design.md")).text())
        .contains("a hit takes %.1f times an empty executable".formatted(cached / empty));
    assertThat(Page.read(Path.of("README.md")).text())
        .contains(
            "has its credential after %s s instead of %s s"
                .formatted(seconds("podpass, cache empty"), seconds("ECR plugin in Go")));
  }

  /** The last of 110 pulls at once, in seconds to a tenth. */
  private static String seconds(String program) {
    return String.valueOf(
        Math.round(
                Double.parseDouble(
                        figure("\\| 110 \\| " + Pattern.quote(program) + " \\| ([0-9.]+)"))
                    / 100)
            / 10.0);
  }

  private static double number(String program, String exchange) {
    return Double.parseDouble(
        figure("\\| %s \\| %s \\| ([0-9.]+) ".formatted(Pattern.quote(exchange), program)));
  }

  private static String figure(String pattern) {
    Matcher found =
        Pattern.compile(pattern).matcher(Page.read(Path.of("docs/measurements.md")).text());
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  private static List<MatchResult> found(Pattern pattern, String page) {
    return pattern.matcher(Page.read(Path.of("docs", page)).text()).results().toList();
  }
}
