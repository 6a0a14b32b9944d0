// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node's path on a page is written as the code writes it, if the code knows a file so named. */
class PathsTest {
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w.$/:…}])/(?:etc|var|home|run|usr|opt)/[\\w./@-]*[\\w]");

  /** Names that several platforms use, each at a place of its own, and the operator's own. */
  private static final Set<String> COMMON =
      Set.of(
          "config.json", "config.yaml", "kubelet", "bin", "podpass", "credential-providers.yaml");

  static Stream<Page> pages() throws IOException {
    return DocsTest.operatorsPages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void areThoseThatTheCodeKnows(Page page) throws IOException {
    Set<String> code = ofTheCode();

    assertThat(paths(page.text())).filteredOn(path -> !isKnown(path, code)).isEmpty();
  }

  @Test
  void anotherPathToAKnownFileIsFound() {
    Set<String> code = paths("\"/etc/kubernetes/kubelet.conf\"");

    assertThat(isKnown("/etc/kubernetes/kubelet.conf", code)).isTrue();
    assertThat(isKnown("/etc/kubernetes/other.conf", code)).isTrue();
    assertThat(isKnown("/var/lib/kubelet.conf", code)).isFalse();
  }

  /** Whether the code has it, or something below it, or no file of its name. */
  private static boolean isKnown(String path, Set<String> code) {
    String name = fileName(path);
    return COMMON.contains(name)
        || code.stream().anyMatch(known -> (known + "/").startsWith(path + "/"))
        || code.stream().noneMatch(known -> fileName(known).equals(name));
  }

  private static Set<String> ofTheCode() throws IOException {
    return SourceFile.shipped().stream()
        .flatMap(source -> paths(String.join(" ", source.literals())).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> paths(String text) {
    return PATH.matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String fileName(String path) {
    return String.valueOf(Path.of(path).getFileName());
  }
}
