// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.command.Commands;
import dev.podpass.pull.Providers;
import java.io.IOException;
import java.util.List;
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
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--((?:ecr|gar|acr)-[a-z-]+)");

  /** What may stand before a command. */
  private static final Pattern BEFORE = Pattern.compile("\\w+=.*|sudo|exec|!");

  private final CommandLine line = Commands.tree(Providers.discover());

  static List<Page> pages() throws IOException {
    return DocsTest.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void canBeRun(Page page) {
    assertThat(commands(page)).flatMap(this::refusal).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void optionsOfProvidersAreKnown(Page page) {
    Set<String> known = new TreeSet<>();
    Stream<CommandLine> all = Stream.concat(Stream.of(line), trust());
    all.forEach(one -> one.getCommandSpec().optionsMap().keySet().forEach(known::add));

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

  private Stream<CommandLine> trust() {
    return line.getSubcommands().get("trust").getSubcommands().values().stream();
  }

  /** Placeholders and variables that stand for arguments of a user's are left out. */
  private static List<List<String>> commands(Page page) {
    return Stream.concat(
            page.blocks().stream()
                .filter(block -> SHELL.contains(block.language()))
                .flatMap(block -> inScript(block.text()).stream()),
            page.spans().stream()
                .filter(span -> span.startsWith("podpass "))
                .flatMap(span -> inScript(span).stream()))
        .toList();
  }

  private static List<List<String>> inScript(String script) {
    return ShellCommands.of(script.replaceAll("(?m)^\\$ ", "")).stream()
        .map(words -> words.stream().dropWhile(BEFORE.asMatchPredicate()).toList())
        .filter(words -> !words.isEmpty() && words.getFirst().matches("(.*/)?podpass"))
        .map(words -> words.stream().map(word -> word.replace("$PROVIDER", "ecr")).toList())
        .map(words -> words.stream().filter(word -> !word.startsWith("$")).toList())
        .toList();
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
