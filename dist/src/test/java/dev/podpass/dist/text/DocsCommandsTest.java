// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.Commands;
import dev.podpass.core.pull.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The pages and the program agree: commands and options on pages exist, and pages that messages
 * name exist. What commands print is compared where {@code PageBlocksIT} runs them.
 */
class DocsCommandsTest {
  private static final Set<String> SHELL = Set.of("sh", "console");
  private static final Pattern OPTION =
      Pattern.compile(
          "(?<![\\w-])--((?:ecr|gar|acr|quay|jfrog|chainguard|cloudsmith|passthrough|exchange)-[a-z-]+)");

  /** What may precede a command. */
  private static final Pattern BEFORE = Pattern.compile("\\w+=.*|sudo|exec|!");

  private static final Pattern PAGE = Pattern.compile("(?<![\\w/.-])docs/[\\w/-]+\\.md");

  /** Variables of the pages, with a value each. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "$PROVIDER", "ecr",
          "$ISSUER", "https://issuer.example.com/cluster",
          "$PROJECT", "my-project",
          "$POOL",
              "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools"
                  + "/eks-1/providers/eks-1");

  private final CommandLine line = Commands.tree(Providers.discover());

  static List<Page> pages() throws IOException {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsExist(Page page) {
    assertThat(commands(page)).flatMap(this::refusal).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void optionsOfProvidersExist(Page page) {
    Set<String> known = new TreeSet<>();
    below(line).forEach(one -> known.addAll(one.getCommandSpec().optionsMap().keySet()));

    assertThat(OPTION.matcher(page.text()).results().map(MatchResult::group)).isSubsetOf(known);
  }

  @Test
  void pagesThatMessagesNameExist() throws IOException {
    try (Stream<Path> files = Files.walk(Page.ROOT)) {
      List<Path> sources =
          files.filter(file -> file.toString().matches(".*/src/main/java/.*\\.java")).toList();
      assertThat(sources)
          .flatMap(DocsCommandsTest::pagesIn)
          .isNotEmpty()
          .allSatisfy(page -> assertThat(Page.ROOT.resolve(page)).exists());
    }
  }

  @Test
  void anUnknownOptionOrCommandIsFound() {
    String script =
        """
        $ podpass config lint \\
        >   --quick > file # podpass none
        test x || A=1 sudo podpass heal $(date) | podpass cache list
        cat <<'END'
        podpass none
        END
        """;

    assertThat(inScript(script))
        .containsExactly(
            List.of("podpass", "config", "lint", "--quick"),
            List.of("podpass", "heal"),
            List.of("podpass", "cache", "list"));
    assertThat(inScript(script)).flatMap(this::refusal).hasSize(2);
  }

  private static List<String> pagesIn(Path source) throws IOException {
    return PAGE.matcher(Files.readString(source)).results().map(MatchResult::group).toList();
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(DocsCommandsTest::below));
  }

  /** Those of blocks, and those in a sentence, which may name a part of a command. */
  private static List<List<String>> commands(Page page) {
    Stream<String> blocks =
        page.blocks().stream()
            .filter(block -> SHELL.contains(block.language()))
            .map(Page.Block::text);
    Stream<String> spans = page.spans().stream().filter(span -> span.startsWith("podpass "));
    return Stream.concat(blocks, spans).flatMap(script -> inScript(script).stream()).toList();
  }

  /** Leaves out other variables. */
  private static List<List<String>> inScript(String script) {
    return ShellCommands.of(script.replaceAll("(?m)^\\$ ", "")).stream()
        .map(words -> words.stream().dropWhile(BEFORE.asMatchPredicate()).toList())
        .filter(words -> !words.isEmpty() && words.getFirst().matches("(.*/)?podpass"))
        .map(words -> words.stream().map(DocsCommandsTest::expanded).toList())
        .map(words -> words.stream().filter(word -> !word.startsWith("$")).toList())
        .toList();
  }

  private static String expanded(String word) {
    String text = word;
    for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
      text = text.replace(variable.getKey(), variable.getValue());
    }
    return text;
  }

  private List<String> refusal(List<String> command) {
    try {
      line.parseArgs(command.stream().skip(1).toArray(String[]::new));
      return List.of();
    } catch (ParameterException e) {
      return List.of(String.join(" ", command) + ": " + e.getMessage());
    }
  }
}
