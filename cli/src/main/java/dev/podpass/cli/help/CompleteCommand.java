// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The hidden command {@code complete}, which the scripts of {@code completion} run: prints what the
 * last of the given words may become. The first line says what is completed: {@code words}, which
 * follow with a tab and a description each, {@code files} or {@code directories}.
 */
public final class CompleteCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    CommandSpec spec =
        HelpText.of(this, "complete", "Print what a word of a command line may become.")
            .positionals(
                "WORD", "After --: the words behind the program's name; the last is completed.")
            .examples(providers, "podpass complete -- config li")
            .exits("0   printed");
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public int run(CommandContext context) {
    List<String> words = context.arguments().positionals();
    return context.print(of(context, words.isEmpty() ? List.of("") : words).toString());
  }

  /**
   * What a word may become.
   *
   * @param kind {@code words}, {@code files} or {@code directories}
   * @param words the whole words, with a description each
   */
  record Candidates(String kind, Map<String, String> words) {
    private static Candidates words(Map<String, String> words) {
      return new Candidates("words", words);
    }

    private static Candidates none() {
      return words(Map.of());
    }

    @Override
    public String toString() {
      return words.entrySet().stream()
          .map(word -> "\n" + word.getKey() + "\t" + word.getValue())
          .collect(Collectors.joining("", kind, "\n"));
    }
  }

  /** Completes the last of the words behind the program's name. */
  private static Candidates of(CommandContext context, List<String> words) {
    CommandLine line = context.arguments().root();
    List<String> positionals = new ArrayList<>();
    Optional<OptionSpec> awaited = Optional.empty();
    for (String word : words.subList(0, words.size() - 1)) {
      CommandLine below = line.getSubcommands().get(word);
      if (awaited.isPresent()) {
        awaited = Optional.empty();
      } else if (word.startsWith("-")) {
        awaited = option(line, word).filter(option -> option.arity().min() > 0);
      } else if (below != null && positionals.isEmpty()) {
        line = below;
      } else if (!word.isEmpty()) {
        positionals.add(word);
      }
    }
    String word = words.getLast();
    if (awaited.isPresent()) {
      return value(awaited.get(), context, "", word);
    }
    int equals = word.indexOf('=');
    if (word.startsWith("-")) {
      return equals < 0
          ? options(line.getCommandSpec(), words)
          : option(line, word.substring(0, equals))
              .map(option ->
                  value(option, context, word.substring(0, equals + 1), word.substring(equals + 1)))
              .orElseGet(Candidates::none);
    }
    return positional(line, context, positionals, word);
  }

  private static Optional<OptionSpec> option(CommandLine line, String name) {
    return Optional.ofNullable(line.getCommandSpec().optionsMap().get(name));
  }

  private static Candidates options(CommandSpec spec, List<String> words) {
    Map<String, String> found = new LinkedHashMap<>();
    for (OptionSpec option : spec.options()) {
      String name = option.longestName() + (option.arity().min() > 0 ? "=" : "");
      boolean given =
          words.subList(0, words.size() - 1).stream()
              .anyMatch(word -> word.split("=", 2)[0].equals(option.longestName()));
      boolean again = option.userObject() instanceof Flag<?> flag && flag.isList();
      if (name.startsWith(words.getLast()) && (!given || again)) {
        found.put(name, String.join(" ", option.description()));
      }
    }
    return Candidates.words(found);
  }

  /** The values of an option, each behind what is written already. */
  private static Candidates value(
      OptionSpec option, CommandContext context, String before, String text) {
    String label = option.paramLabel();
    return switch (label) {
      case "FILE", "PATH" -> new Candidates("files", Map.of());
      case "DIR", "DIRECTORY" -> new Candidates("directories", Map.of());
      case "ID", "ID[,ID]" ->
          option.longestName().startsWith("--provider")
              ? providers(context.providers(), before, text, label.endsWith("]"))
              : Candidates.none();
      default -> label.contains("|") ? choices(label, before, text) : Candidates.none();
    };
  }

  private static Candidates choices(String label, String before, String text) {
    Map<String, String> found = new LinkedHashMap<>();
    Arrays.stream(label.split("\\|", -1))
        .filter(choice -> choice.startsWith(text))
        .forEach(choice -> found.put(before + choice, ""));
    return Candidates.words(found);
  }

  private static Candidates providers(
      Providers providers, String before, String text, boolean isList) {
    int last = isList ? text.lastIndexOf(',') + 1 : 0;
    List<String> given = List.of(text.substring(0, last).split(",", -1));
    Map<String, String> found = new LinkedHashMap<>();
    providers.all().stream()
        .map(RegistryCredentialProvider::id)
        .filter(id -> id.startsWith(text.substring(last)) && !given.contains(id))
        .forEach(id -> found.put(before + text.substring(0, last) + id, ""));
    return Candidates.words(found);
  }

  private static Candidates positional(
      CommandLine line, CommandContext context, List<String> before, String word) {
    CommandSpec spec = line.getCommandSpec();
    if (spec.userObject() instanceof HelpCommand) {
      return commands(context.arguments().root(), before, word);
    }
    if (!line.getSubcommands().isEmpty()) {
      return before.isEmpty() ? commands(line, word) : Candidates.none();
    }
    if (before.size() >= spec.positionalParameters().size()) {
      return Candidates.none();
    }
    String label = spec.positionalParameters().get(before.size()).paramLabel();
    return label.contains("FILE") || label.equals("TOKEN")
        ? new Candidates("files", Map.of())
        : label.contains("|") ? choices(label, "", word) : Candidates.none();
  }

  /** The commands below the one that these words name. */
  private static Candidates commands(CommandLine root, List<String> names, String word) {
    CommandLine line = root;
    for (String name : names) {
      CommandLine below = line.getSubcommands().get(name);
      if (below == null) {
        return Candidates.none();
      }
      line = below;
    }
    return commands(line, word);
  }

  private static Candidates commands(CommandLine line, String word) {
    Map<String, String> found = new LinkedHashMap<>();
    for (CommandLine below : line.getSubcommands().values()) {
      CommandSpec spec = below.getCommandSpec();
      if (spec.name().startsWith(word) && !spec.usageMessage().hidden()) {
        found.put(spec.name(), String.join(" ", spec.usageMessage().header()));
      }
    }
    return Candidates.words(found);
  }
}
