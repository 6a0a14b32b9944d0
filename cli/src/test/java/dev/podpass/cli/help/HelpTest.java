// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.cli.CommandRun;
import dev.podpass.cli.Commands;
import dev.podpass.cli.process.BuildInfo;
import dev.podpass.core.pull.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help of every command there is. */
class HelpTest {
  private static final CommandLine ROOT = Commands.tree(Providers.discover());

  /** Lines of a tall screen: node reconcile has most options of its own. */
  private static final int SCREEN = 52;

  static Stream<Arguments> commands() {
    return below(ROOT)
        .map(line -> {
          String name = line.getCommandSpec().qualifiedName();
          return argumentSet(
              name, line, List.of(name.split(" ")).subList(1, name.split(" ").length));
        });
  }

  private static Stream<CommandLine> below(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(HelpTest::below));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasExamplesAndExitCodes(CommandLine line, List<String> path) {
    CommandRun run = run(path, "--help-all");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Usage: podpass")
        .containsPattern("\nExamples:\n {2}\\S")
        .containsPattern("\nExit status:\n {2}[0-9]+ ");
    assertThat(line.getCommandSpec().options())
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isOneScreenAndLeadsToTheRest(CommandLine line, List<String> path) {
    String[] args = Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new);
    CommandRun run = CommandRun.of(Map.of("COLUMNS", "100"), "", args);

    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).hasSizeLessThanOrEqualTo(SCREEN);
    assertThat(run.out())
        .startsWith("Usage: podpass")
        .containsPattern("\nExample:\n {2}\\S")
        .contains(
            line.getCommandSpec().qualifiedName() + " --help-all: ",
            "man " + line.getCommandSpec().qualifiedName("-"))
        .doesNotContain("Default: .", "Provider echo");
  }

  @Test
  void groupsAllCommandsByWhatTheyAreFor() {
    String help = CommandRun.of("--help").out();

    assertThat(help)
        .containsPattern("\nTry:\n {2}explain .*\n(.*\n)*\nSet up:\n(.*\n)* {2}trust ")
        .containsPattern("\nNodes:\n(.*\n)* {2}doctor .*\n(.*\n)*\nClients in pods:\n")
        .doesNotContain("Commands:");
    assertThat(ROOT.getSubcommands().values())
        .allSatisfy(
            line -> assertThat(help.split("\n  " + line.getCommandName() + "\\b", -1)).hasSize(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 200})
  void isAsWideAsTheTerminalAndBreaksNoName(int columns) {
    String help =
        CommandRun.of(
                Map.of("COLUMNS", String.valueOf(columns)), "", "config", "merge", "--help-all")
            .out();

    List<String> body = help.substring(0, help.indexOf("\nExamples:")).lines().toList();
    assertThat(body)
        .filteredOn(text -> text.length() > columns)
        .allSatisfy(text -> assertThat(text.strip()).doesNotContain(" "));
    assertThat(body).noneMatch(text -> text.endsWith("-") || text.endsWith("/"));
    assertThat(help).contains("--dry-run");
  }

  @Test
  void isThatOfHelpWithTheCommandsName() {
    assertThat(CommandRun.of("help", "config", "merge").out())
        .isEqualTo(CommandRun.of("config", "merge", "--help").out());
    assertThat(CommandRun.of("help").out()).isEqualTo(CommandRun.of("--help").out());
  }

  @Test
  void aTerminalSeesNamesInBoldUnlessItDoesNotWantTo() {
    assertThat(CommandRun.atTerminal(Map.of(), "explain", "--help").out())
        .contains("\u001b[1m--token=FILE\u001b[0m");
    assertThat(CommandRun.atTerminal(Map.of("NO_COLOR", "1"), "explain", "--help").out())
        .contains("--token=FILE")
        .doesNotContain("\u001b");
  }

  @Test
  void versionSaysWhatItWasBuiltOf() {
    assertThat(CommandRun.of("version").out())
        .startsWith("podpass\n  version  " + BuildInfo.CURRENT.version())
        .contains(
            "\n  java     %s (%s)\n"
                .formatted(Runtime.version(), System.getProperty("java.vendor")))
        .containsPattern("\nproviders\n  echo  ");
    assertThat(CommandRun.of("version", "--json").out())
        .contains(
            "\"version\": \"" + BuildInfo.CURRENT.version() + "\"",
            "\"commit\": \"",
            "\"date\": \"")
        .contains("\"libjava\": \"" + Runtime.version() + "\"");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsExamplesCanBeRun(CommandLine line, List<String> path) {
    List<String> examples = examples(run(path, "--help-all").out());

    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      String[] args = example.isEmpty() ? new String[0] : example.split(" +");
      assertThatCode(() -> ROOT.parseArgs(args)).as(example).doesNotThrowAnyException();
      assertThat(List.of(args).subList(0, path.size())).as(example).isEqualTo(path);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anOptionThatItHasNotIsToldInOneLine(CommandLine line, List<String> path) {
    CommandRun run = run(path, "--no-such-option");

    assertThat(run.status()).isEqualTo(64);
    boolean isReadFromStdout = path.equals(List.of("docker-credential"));
    assertThat(isReadFromStdout ? run.err() : run.out()).isEmpty();
    assertThat((isReadFromStdout ? run.out() : run.err()).lines())
        .singleElement()
        .asString()
        .startsWith("podpass: unknown option --no-such-option")
        .contains("; hint: podpass", "--help");
  }

  /** What stands behind {@code podpass} in them, without what is the shell's. */
  private static List<String> examples(String help) {
    String section = help.substring(help.indexOf("\nExamples:\n"), help.indexOf("\nExit status:"));
    List<String> examples = new ArrayList<>();
    for (String line : section.replace("\\\n", " ").lines().toList()) {
      int start = line.replace("docker-credential-podpass ", "x ").indexOf("podpass ");
      if (start >= 0) {
        // Of a provider that this module does not have.
        String own = line.replaceAll(" --exchange-identity=\\S+", "");
        examples.add(
            own.substring(start + "podpass ".length()).replaceFirst(" *[|<>)].*", "").strip());
      }
    }
    return examples;
  }

  private static CommandRun run(List<String> path, String option) {
    return CommandRun.of(Stream.concat(path.stream(), Stream.of(option)).toArray(String[]::new));
  }
}
