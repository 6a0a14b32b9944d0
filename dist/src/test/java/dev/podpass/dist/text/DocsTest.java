// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page: its links lead to something, its lines are short, its English is plain. */
class DocsTest {
  private static final int COLUMNS = 120;

  /** For developers, or written by a program: their tables are wide. */
  private static final Set<Path> WIDE =
      Set.of(
          Path.of("CHANGELOG.md"),
          Path.of("docs/architecture.md"),
          Path.of("docs/measurements.md"));

  private static final Pattern NAMED =
      Pattern.compile("(?<![\\w/-])((?:docs/)?[\\w/-]+\\.md(?:#[\\w-]+)?)");
  private static final Pattern COMMAND =
      Pattern.compile("^ {4}(\\(|\\./|podpass |kubectl |aws |az |gcloud |java )");
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w+(?:Test|IT)");

  static List<Page> pages() throws IOException {
    return Page.all();
  }

  static Stream<Page> operatorsPages() throws IOException {
    return pages().stream().filter(page -> !WIDE.contains(page.path()));
  }

  @Test
  void areTheOnesThatAnOperatorNeeds() throws IOException {
    assertThat(pages())
        .extracting(Page::toString)
        .contains(
            "README.md",
            "SECURITY.md",
            "docs/install.md",
            "docs/try-it.md",
            "docs/options.md",
            "docs/troubleshooting.md",
            "docs/migrate.md",
            "docs/platforms/eks.md",
            "docs/platforms/gke.md",
            "docs/platforms/aks.md",
            "docs/platforms/self-managed.md");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToWhatIsThere(Page page) {
    assertThat(page.links()).filteredOn(link -> !leadsSomewhere(page, link)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("operatorsPages")
  void hasShortLines(Page page) {
    assertThat(page.text().lines())
        .filteredOn(line -> line.codePointCount(0, line.length()) > COLUMNS)
        .filteredOn(line -> !line.matches("\\[[\\w-]+]: https://\\S+"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("operatorsPages")
  void isPlainEnglish(Page page) {
    assertThat(page.prose().lines()).filteredOn(PlainEnglish::isBroken).isEmpty();
  }

  /** Where {@code PageBlocksIT} runs them, and not in indented lines. */
  @ParameterizedTest
  @MethodSource("operatorsPages")
  void commandsStandInBlocks(Page page) {
    assertThat(page.prose().lines()).filteredOn(COMMAND.asPredicate()).isEmpty();
  }

  /** A hint may name a page, some by the page's name alone. */
  @Test
  void messagesNamePagesThatAreThere() throws IOException {
    Page code = new Page(Path.of("docs/platforms/code.md"), "");
    List<String> named =
        SourceFile.shipped().stream()
            .flatMap(source -> source.literals().stream())
            .flatMap(text -> NAMED.matcher(text).results())
            .map(page -> page.group(1).replace("docs/", "../"))
            .toList();

    assertThat(named).isNotEmpty();
    assertThat(named).filteredOn(link -> !leadsSomewhere(code, link)).isEmpty();
  }

  /** A claim names the test that holds it. */
  @ParameterizedTest
  @MethodSource("pages")
  void namesTestsThatAreThere(Page page) throws IOException {
    Set<String> named =
        page.spans().stream().filter(TEST.asMatchPredicate()).collect(Collectors.toSet());
    try (Stream<Path> files = Files.walk(Page.ROOT)) {
      files.map(file -> file.getFileName().toString().replace(".java", "")).forEach(named::remove);
    }

    assertThat(named).isEmpty();
  }

  @Test
  void aDeadLinkIsFound() {
    Page page = new Page(Path.of("docs", "a.md"), "# One `b`\n[a](../README.md#no) [b](#one-b)\n");

    assertThat(page.links()).containsExactly("../README.md#no", "#one-b");
    assertThat(leadsSomewhere(page, "../README.md#no")).isFalse();
    assertThat(leadsSomewhere(page, "gone.md")).isFalse();
    assertThat(leadsSomewhere(page, "#one-b")).isTrue();
  }

  private static boolean leadsSomewhere(Page page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = page.path().resolveSibling(file).normalize();
    if (!file.isEmpty() && !Files.exists(Page.ROOT.resolve(target))) {
      return false;
    }
    if (hash < 0) {
      return true;
    }
    Page there = file.isEmpty() ? page : Page.read(target);
    return there.anchors().contains(link.substring(hash + 1));
  }
}
