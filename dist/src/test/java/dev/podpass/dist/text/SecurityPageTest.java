// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each threat in {@code SECURITY.md} names the tests that hold its protection; they are there. */
class SecurityPageTest {
  /** From its head in bold to the next. */
  private static final Pattern THREAT =
      Pattern.compile("(?ms)^- \\*\\*(?<threat>.+?)\\.\\*\\*(?<text>.+?)(?=^- |^$|\\z)");

  private static final Pattern TESTS = Pattern.compile("Tests:\\s(?<names>[^:]+)\\.\\s*\\z");
  private static final Pattern NAME = Pattern.compile("`([*\\w./-]+)`");

  /** In Java, Python, Go and shell. */
  private static final Pattern A_TEST =
      Pattern.compile(
          "@(Test|ParameterizedTest|TestFactory|FuzzTest)\\b|def test_|func Test|\\|\\| (fail|\\{)");

  @Test
  void everyThreatNamesTestsThatAreThere() throws IOException {
    String page = Page.read(Path.of("SECURITY.md")).text();

    assertThat(THREAT.matcher(page).results()).hasSizeGreaterThan(40);
    requireTests(page);
  }

  /** Else the first test could pass whatever the page says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- **A.** Text.\n",
        "- **A.** Tests: none.\n",
        "- **A.** Tests: `NotThereTest`.\n",
        "- **A.** Tests: `SecurityPageTest`, `NotThereTest`.\n",
        "- **A.** Tests: `PlainEnglish`.\n",
        "- **A.** Tests: `release/tests/not_there.py`.\n",
        "- **A.** Tests: `../etc/passwd`.\n",
        "- **A.** Tests: `SECURITY.md`.\n",
        "- **A.** Tests: `SecurityPageTest`.\n- **B.** Text.\n"
      })
  void aPageWithoutThemFails(String page) {
    assertThatThrownBy(() -> requireTests(page)).isInstanceOf(AssertionError.class);
  }

  private static void requireTests(String page) throws IOException {
    List<Path> tests = testSources();
    assertThat(THREAT.matcher(page).results())
        .allSatisfy(threat ->
            assertThat(testsOf(threat.group("text")))
                .as(threat.group("threat"))
                .isNotEmpty()
                .allSatisfy(name ->
                    assertThat(named(name, tests))
                        .as(name)
                        .isNotEmpty()
                        .allSatisfy(SecurityPageTest::hasATest)));
  }

  /** A class by its name, another file by its path. */
  private static List<Path> named(String name, List<Path> tests) {
    Path file = Page.ROOT.resolve(name).normalize();
    return !name.contains("/")
        ? tests.stream().filter(isOf(name)).toList()
        : file.startsWith(Page.ROOT) && Files.isRegularFile(file) ? List.of(file) : List.of();
  }

  private static List<String> testsOf(String text) {
    return TESTS
        .matcher(text)
        .results()
        .map(tests -> tests.group("names"))
        .flatMap(names -> NAME.matcher(names).results())
        .map(name -> name.group(1))
        .toList();
  }

  private static List<Path> testSources() throws IOException {
    PathMatcher source = FileSystems.getDefault().getPathMatcher("glob:**/src/test/java/**.java");
    try (Stream<Path> files = Files.walk(Page.ROOT)) {
      return files.filter(source::matches).toList();
    }
  }

  private static Predicate<Path> isOf(String name) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name + ".java");
    return file -> matcher.matches(file.getFileName());
  }

  private static void hasATest(Path source) throws IOException {
    assertThat(source).content().containsPattern(A_TEST);
  }
}
