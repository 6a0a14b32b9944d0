// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion script for fish, which picocli cannot generate. */
public final class FishCompletion {
  private final StringBuilder script = new StringBuilder();

  private FishCompletion() {}

  public static String of(CommandSpec root) {
    FishCompletion fish = new FishCompletion();
    fish.script.append("complete -c podpass -e\n");
    fish.command(root, List.of());
    return fish.script.toString();
  }

  private void command(CommandSpec spec, List<String> path) {
    String condition = condition(spec, path);
    for (CommandLine below : spec.subcommands().values()) {
      CommandSpec command = below.getCommandSpec();
      if (!command.usageMessage().hidden()) {
        line(
            condition, "-f -a " + command.name(), String.join("", command.usageMessage().header()));
      }
    }
    for (OptionSpec option : spec.options()) {
      boolean value = option.arity().min() > 0;
      line(
          condition,
          "-l " + option.longestName().substring(2) + (value ? " -r" : ""),
          String.join(" ", option.description()));
    }
    spec.subcommands()
        .forEach((name, below) ->
            command(
                below.getCommandSpec(), Stream.concat(path.stream(), Stream.of(name)).toList()));
  }

  /** The condition that these commands, and no further ones, have been typed. */
  private static String condition(CommandSpec spec, List<String> path) {
    String seen =
        path.stream()
            .map(name -> "__fish_seen_subcommand_from " + name)
            .collect(Collectors.joining("; and "));
    String none =
        spec.subcommands().isEmpty()
            ? ""
            : "not __fish_seen_subcommand_from " + String.join(" ", spec.subcommands().keySet());
    return Stream.of(seen, none)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; and "));
  }

  private void line(String condition, String what, String description) {
    script
        .append("complete -c podpass -n '")
        .append(condition)
        .append("' ")
        .append(what)
        .append(" -d '")
        .append(description.replace("%%", "%").replace("\\", "\\\\").replace("'", "\\'"))
        .append("'\n");
  }
}
