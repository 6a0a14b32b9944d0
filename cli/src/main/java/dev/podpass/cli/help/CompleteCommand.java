// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The hidden command {@code complete}, which the scripts of {@code completion} run: prints what the
 * last of the given words may become. The first line says what is completed: {@code words}, which
 * follow with a tab and a description each, {@code files} or {@code directories}.
 */
public final class CompleteCommand implements Command {
  private static final String NONE = "words\n";
  private static final String FILES = "files\n";

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
    return context.print(of(context, words.isEmpty() ? List.of("") : words));
  }

  private static String words(Stream<String> words) {
    return words.map(word -> "\n" + word).collect(Collectors.joining("", "words", "\n"));
  }

  private static String of(CommandContext context, List<String> words) {
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
              .orElse(NONE);
    }
    return positional(line, context, positionals, word);
  }

  private static Optional<OptionSpec> option(CommandLine line, String name) {
    return Optional.ofNullable(line.getCommandSpec().optionsMap().get(name));
  }

  private static String options(CommandSpec spec, List<String> words) {
    List<String> given =
        words.subList(0, words.size() - 1).stream().map(word -> word.split("=", 2)[0]).toList();
    return words(
        spec.options().stream()
            .filter(option -> isList(option) || !given.contains(option.longestName()))
            .map(option ->
                option.longestName()
                    + (option.arity().min() > 0 ? "=\t" : "\t")
                    + String.join(" ", option.description()))
            .filter(line -> line.substring(0, line.indexOf('\t')).startsWith(words.getLast())));
  }

  private static boolean isList(OptionSpec option) {
    return option.userObject() instanceof Flag<?> flag && flag.isList();
  }

  /** The values of an option, each behind what is written already. */
  private static String value(
      OptionSpec option, CommandContext context, String before, String text) {
    String label = option.paramLabel();
    return switch (label) {
      case "FILE", "PATH" -> FILES;
      case "DIR", "DIRECTORY" -> "directories\n";
      case "ID", "ID[,ID]" ->
          option.longestName().startsWith("--provider")
              ? providers(context.providers(), before, text, label.endsWith("]"))
              : NONE;
      default -> choices(label, before, text);
    };
  }

  private static String choices(String label, String before, String text) {
    return label.contains("|")
        ? words(
            Arrays.stream(label.split("\\|", -1))
                .filter(choice -> choice.startsWith(text))
                .map(choice -> before + choice + "\t"))
        : NONE;
  }

  private static String providers(Providers providers, String before, String text, boolean isList) {
    String head = text.substring(0, isList ? text.lastIndexOf(',') + 1 : 0);
    List<String> given = List.of(head.split(",", -1));
    return words(
        providers.all().stream()
            .map(RegistryCredentialProvider::id)
            .filter(id -> id.startsWith(text.substring(head.length())) && !given.contains(id))
            .map(id -> before + head + id + "\t"));
  }

  private static String positional(
      CommandLine line, CommandContext context, List<String> before, String word) {
    CommandSpec spec = line.getCommandSpec();
    if (spec.userObject() instanceof HelpCommand) {
      return commands(context.arguments().root(), before, word);
    }
    if (!line.getSubcommands().isEmpty()) {
      return before.isEmpty() ? commands(line, List.of(), word) : NONE;
    }
    if (before.size() >= spec.positionalParameters().size()) {
      return NONE;
    }
    String label = spec.positionalParameters().get(before.size()).paramLabel();
    return label.contains("FILE") || label.equals("TOKEN") ? FILES : choices(label, "", word);
  }

  /** The commands below the one that these words name. */
  private static String commands(CommandLine root, List<String> names, String word) {
    CommandLine line = root;
    for (String name : names) {
      CommandLine below = line.getSubcommands().get(name);
      if (below == null) {
        return NONE;
      }
      line = below;
    }
    return words(
        Usage.commands(line.getCommandSpec())
            .filter(spec -> spec.name().startsWith(word))
            .map(spec -> spec.name() + "\t" + String.join(" ", spec.usageMessage().header())));
  }
}
