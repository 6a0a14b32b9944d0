// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.Commands;
import dev.podpass.core.pull.Providers;
import java.io.IOException;
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

/** Every {@code podpass} command on a page is one, and has the options that it is given there. */
class DocsCommandsTest {
  private static final Set<String> SHELL = Set.of("sh", "console");
  private static final Pattern OPTION =
      Pattern.compile(
          "(?<![\\w-])--((?:ecr|gar|acr|quay|jfrog|chainguard|cloudsmith|passthrough|exchange)-[a-z-]+)");

  /** What may stand before a command. */
  private static final Pattern BEFORE = Pattern.compile("\\w+=.*|sudo|exec|!");

  private static final Pattern PRINTS =
      Pattern.compile(" (config --providers|rbac --|trust \\w+ --|explain \\S+\\.)");
  private static final Pattern READS = Pattern.compile("--token|--request|--exchange|=FILE");

  /** Variables of the pages, and what they may stand for. */
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
    return DocsTest.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void canBeRun(Page page) {
    assertThat(commands(page)).flatMap(this::refusal).isEmpty();
  }

  /** Those that print, and touch neither files nor networks: their values are right, too. */
  @ParameterizedTest
  @MethodSource("pages")
  void canBeRunToTheEnd(Page page) {
    assertThat(inBlocks(page))
        .filteredOn(DocsCommandsTest::onlyPrints)
        .flatMap(command -> run(command).failure())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void optionsOfProvidersAreKnown(Page page) {
    Set<String> known = new TreeSet<>();
    below(line).forEach(one -> known.addAll(one.getCommandSpec().optionsMap().keySet()));

    assertThat(OPTION.matcher(page.text()).results().map(MatchResult::group)).isSubsetOf(known);
  }

  @Test
  void anUnknownOptionOrCommandIsFound() {
    assertThat(refusal(List.of("podpass", "config", "lint", "--quick"))).hasSize(1);
    assertThat(refusal(List.of("podpass", "heal"))).hasSize(1);
    assertThat(refusal(List.of("podpass", "token", "FILE"))).isEmpty();
  }

  @Test
  void theCommandsOfAScriptAreFound() {
    String script =
        """
        $ podpass config --name='a b' \\
        >   $MORE > file # podpass none
        test x || A=1 sudo podpass token $(date) | podpass cache list
        cat <<'END'
        podpass none
        END
        """;

    assertThat(inScript(script))
        .containsExactly(
            List.of("podpass", "config", "--name=a b"),
            List.of("podpass", "token"),
            List.of("podpass", "cache", "list"));
  }

  @Test
  void aWrongValueIsFound() {
    List<String> command = List.of("podpass", "config", "--providers=ecr", "--ecr-role-arn=pull");

    assertThat(onlyPrints(command)).isTrue();
    assertThat(run(command).failure()).hasSize(1);
  }

  private static ProgramRun run(List<String> command) {
    return ProgramRun.of(command.stream().skip(1).toArray(String[]::new));
  }

  private static boolean onlyPrints(List<String> command) {
    String text = String.join(" ", command);
    return PRINTS.matcher(text).find() && !text.contains("$") && !READS.matcher(text).find();
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(DocsCommandsTest::below));
  }

  /** Those of blocks, and those in a sentence, which may name a part of a command. */
  private static List<List<String>> commands(Page page) {
    Stream<String> spans = page.spans().stream().filter(span -> span.startsWith("podpass "));
    return Stream.concat(inBlocks(page).stream(), spans.flatMap(span -> inScript(span).stream()))
        .toList();
  }

  private static List<List<String>> inBlocks(Page page) {
    return page.blocks().stream()
        .filter(block -> SHELL.contains(block.language()))
        .flatMap(block -> inScript(block.text()).stream())
        .toList();
  }

  /** Variables that stand for arguments of a user's are left out. */
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
