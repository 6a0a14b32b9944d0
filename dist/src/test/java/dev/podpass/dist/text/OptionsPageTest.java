// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.Commands;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code docs/options.md} is what the program declares; {@code docs/transcripts/update.sh} writes
 * it.
 */
class OptionsPageTest {
  /** Where a shell expects a command. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:^ *|[|;&(] *|-- |\\./)podpass ([^|;&>\n)#]+)");

  private static final CommandSpec PROGRAM = Commands.tree(shipped()).getCommandSpec();
  private static final Path PAGE = Page.ROOT.resolve("docs").resolve("options.md");

  /** Without the example, which tests have on their class path. */
  private static Providers shipped() {
    return Providers.of(
        Providers.discover().all().stream()
            .filter(provider -> !provider.getClass().getPackageName().contains("example"))
            .toList());
  }

  @Test
  void isWhatTheProgramDeclares() throws IOException {
    OptionsPage page = new OptionsPage(shipped());
    String now = page.text();

    if ("update".equals(System.getProperty("options"))) {
      Files.writeString(PAGE, now);
    }
    assertThat(page.unusedReasons()).isEmpty();
    assertThat(PAGE).as("docs/transcripts/update.sh writes it").content().isEqualTo(now);
  }

  /** Those of the blocks of commands, without running them: {@code PageBlocksIT} does that. */
  @Test
  void pagesUseOnlyOptionsThatTheirCommandHas() throws IOException {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (Page page : Page.all()) {
      for (Page.Block block : page.blocks()) {
        List<String> found = block.language().equals("sh") ? commands(block.text()) : List.of();
        commands += found.size();
        found.forEach(command ->
            unknownOptions(command).forEach(option -> wrong.add(page + ": " + command + option)));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(commands).isGreaterThan(70);
    assertThat(unknownOptions("config merge --first --nope=1 x")).containsExactly(" has no --nope");
    assertThat(unknownOptions("explian --provider=ecr x")).contains(" is no command");
  }

  /** What follows podpass, up to the end of a shell's command. */
  private static List<String> commands(String block) {
    return COMMAND
        .matcher(block.replace("\\\n", " ").replace("$PROVIDER", "ecr"))
        .results()
        .map(found -> found.group(1).strip())
        .toList();
  }

  private static List<String> unknownOptions(String command) {
    CommandSpec spec = PROGRAM;
    List<String> words = List.of(command.split("\\s+", -1));
    int depth = 0;
    for (String word : words) {
      CommandLine next = spec.subcommands().get(word);
      if (next == null) {
        break;
      }
      spec = next.getCommandSpec();
      depth++;
    }
    if (depth == 0 && Pattern.matches("[a-z]+", words.getFirst())) {
      return List.of(" is no command");
    }
    Set<String> known = new HashSet<>(spec.optionsMap().keySet());
    PluginFlags.all().forEach(flag -> known.add(flag.name()));
    shipped().all().forEach(each -> ProviderFlags.of(each).forEach(flag -> known.add(flag.name())));
    return words.stream()
        .filter(word -> word.matches("--[a-z][a-z-]+(=.*)?"))
        .map(word -> word.replaceFirst("=.*", ""))
        .filter(option -> !known.contains(option))
        .map(option -> " has no " + option)
        .toList();
  }
}
