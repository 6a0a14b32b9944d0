// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.generate;

import dev.podpass.core.pull.Providers;
import dev.podpass.imagebuilder.Listing;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The completion scripts of shells, from the same model as the help. A script gets the words that
 * may follow a command ({@code podpass config}) or be the value of an option ({@code =--token}).
 */
final class Completion {
  private static final String FILES = "FILES";
  private static final String DIRECTORIES = "DIRECTORIES";

  private final Map<String, String> words = new LinkedHashMap<>();
  private final String providers;

  private Completion(Providers providers) {
    this.providers =
        providers.all().stream()
            .map(RegistryCredentialProvider::id)
            .collect(Collectors.joining(" "));
  }

  static Completion of(CommandLine root, Providers providers) {
    Completion completion = new Completion(providers);
    completion.add(root, "podpass");
    completion.names(root, "podpass help");
    return completion;
  }

  private void add(CommandLine line, String context) {
    CommandSpec spec = line.getCommandSpec();
    Stream<String> options =
        spec.options().stream()
            .map(option -> option.longestName() + (option.arity().min() > 0 ? "=" : ""));
    Stream<String> positionals =
        spec.positionalParameters().stream().flatMap(each -> values("", each.paramLabel()));
    words.put(
        context,
        Stream.of(line.getSubcommands().keySet().stream(), positionals, options)
            .flatMap(each -> each)
            .collect(Collectors.joining(" ")));
    for (OptionSpec option : spec.options()) {
      String values =
          values(option.longestName(), option.paramLabel()).collect(Collectors.joining(" "));
      if (option.arity().min() > 0 && !values.isEmpty()) {
        words.put("=" + option.longestName(), values);
      }
    }
    line.getSubcommands().forEach((name, below) -> add(below, context + " " + name));
  }

  /** The commands that {@code help} takes. */
  private void names(CommandLine line, String context) {
    if (!line.getSubcommands().isEmpty()) {
      words.merge(
          context,
          String.join(" ", line.getSubcommands().keySet()),
          (old, more) -> more + " " + old);
      line.getSubcommands().forEach((name, below) -> names(below, context + " " + name));
    }
  }

  private Stream<String> values(String option, String label) {
    return switch (label) {
      case "DIR", "DIRECTORY" -> Stream.of(DIRECTORIES);
      case "PATH", "TOKEN" -> Stream.of(FILES);
      case "ID", "ID[,ID]" -> Stream.of(providers).filter(_ -> option.startsWith("--provider"));
      default ->
          label.contains("FILE")
              ? Stream.of(FILES)
              : label.contains("|") ? Stream.of(label.split("\\|", -1)) : Stream.empty();
    };
  }

  /** The script of bash, zsh or fish. */
  String script(String shell) {
    String row =
        shell.equals("fish")
            ? "        case '%s'\n            string split -- ' ' '%s'\n"
            : "    '%s') echo '%s' ;;\n";
    String rows =
        words.entrySet().stream()
            .map(entry -> row.formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    return Listing.read(Completion.class, "completion." + shell)
        .replaceFirst(" +WORDS\n", Matcher.quoteReplacement(rows));
  }
}
