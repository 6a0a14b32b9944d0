// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each threat in {@code SECURITY.md} names the tests that hold its protection; they are there. */
class SecurityPageTest {
  /** From its head in bold to the next. */
  private static final Pattern THREAT =
      Pattern.compile("(?ms)^- \\*\\*(?<threat>.+?)\\.\\*\\*(?<text>.+?)(?=^- |^$)");

  private static final Pattern TESTS = Pattern.compile("Tests:\\s(?<names>[^:]+)\\.\\s*\\z");
  private static final Pattern NAME = Pattern.compile("`([*\\w]+)`");

  @Test
  void everyThreatNamesTestsThatAreThere() throws IOException {
    List<MatchResult> threats =
        THREAT.matcher(Page.read(Path.of("SECURITY.md")).text()).results().toList();
    List<Path> tests = testSources();

    assertThat(threats).hasSizeGreaterThan(20);
    assertThat(threats)
        .allSatisfy(threat ->
            assertThat(testsOf(threat.group("text")))
                .as(threat.group("threat"))
                .isNotEmpty()
                .allSatisfy(name ->
                    assertThat(tests.stream().filter(isOf(name)))
                        .isNotEmpty()
                        .allSatisfy(SecurityPageTest::hasATest)));
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
    assertThat(source)
        .content()
        .containsPattern("@(Test|ParameterizedTest|TestFactory|FuzzTest)\\b");
  }
}
