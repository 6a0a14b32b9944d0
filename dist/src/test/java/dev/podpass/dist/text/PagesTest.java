// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages and the program say of each other: code, names of pages, metrics. */
class PagesTest {
  private static final Pattern PAGE = Pattern.compile("(?<![\\w/.-])docs/[\\w/-]+\\.md");
  private static final Pattern METRIC =
      Pattern.compile("podpass_[a-z_]+?(?=(_bucket|_sum|_count)?(?![a-z_]))");

  /** A class compiles as it is; any other block is code of the example provider. */
  @Test
  void theirJavaCompiles(@TempDir Path folder) throws IOException {
    String example = String.join("", sources("docs/example-provider/.*\\.java"));
    List<String> blocks =
        Page.all().stream()
            .flatMap(page -> page.blocks().stream())
            .filter(block -> block.language().equals("java"))
            .map(Page.Block::text)
            .toList();
    assertThat(blocks).hasSizeGreaterThan(2);
    for (String block : blocks) {
      if (!block.startsWith("package ")) {
        assertThat(example).contains(block);
        continue;
      }
      String name = block.replaceFirst("(?s).*?public final class (\\w+) .*", "$1");
      Path source = Files.writeString(folder.resolve(name + ".java"), block);
      assertThat(
              ToolProvider.getSystemJavaCompiler()
                  .run(
                      null,
                      System.out,
                      System.err,
                      "-Xlint:all,-path",
                      "-Werror",
                      "-proc:none",
                      "-cp",
                      System.getProperty("java.class.path"),
                      source.toString()))
          .as(block)
          .isZero();
    }
  }

  @Test
  void messagesNameThoseThatExist() throws IOException {
    assertThat(found(PAGE, sources(".*/src/main/java/.*\\.java")))
        .isNotEmpty()
        .allSatisfy(page -> assertThat(Page.ROOT.resolve(page)).exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {"podpass.json", "alerts.yaml"})
  void dashboardAndAlertsAskForMetricsThatAreWritten(String file) throws IOException {
    String text = Files.readString(Page.ROOT.resolve("deploy/chart/podpass/files").resolve(file));

    assertThat(found(METRIC, List.of(text)))
        .isNotEmpty()
        .isSubsetOf(found(METRIC, sources("(core|admin)/src/main/java/.*\\.java")));
  }

  private static Set<String> found(Pattern pattern, List<String> texts) {
    return texts.stream()
        .flatMap(text -> pattern.matcher(text).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static List<String> sources(String path) throws IOException {
    try (Stream<Path> files = Files.walk(Page.ROOT)) {
      return files
          .filter(file -> Page.ROOT.relativize(file).toString().matches(path))
          .map(PagesTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
