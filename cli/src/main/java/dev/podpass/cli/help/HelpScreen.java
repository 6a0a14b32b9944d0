// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.options.Usage;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.report.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's help: one screen with its own options, or all of it. */
public final class HelpScreen {
  /** The commands of podpass, by what they are for. */
  private static final List<Group> GROUPS =
      List.of(
          new Group("Try:", List.of("explain", "token")),
          new Group("Set up:", List.of("plan", "trust", "config", "rbac")),
          new Group("Nodes:", List.of("node", "doctor", "cache")),
          new Group(
              "Clients in pods:", List.of("docker-credential", "docker-config", "pull-secret")),
          new Group("Help:", List.of("version", "help")));

  private final CommandSpec spec;
  private final HelpLines lines;

  /** A heading, and the commands below it; all if none is named. */
  private record Group(String heading, List<String> names) {}

  private HelpScreen(CommandSpec spec, HelpLines lines) {
    this.spec = spec;
    this.lines = lines;
  }

  /** Prints the help of a command as wide as the terminal; the exit status for having done so. */
  public static int print(CommandLine line, boolean all, ProcessContext process) {
    return Output.print(text(line, all, process), process.stdout());
  }

  public static String text(CommandLine line, boolean all, ProcessContext process) {
    return of(line.getCommandSpec(), all, new HelpLines(process.columns(), process.coloured()));
  }

  /** Writes the help; all of it has the plugin's options, each example and the exit statuses. */
  private static String of(CommandSpec spec, boolean all, HelpLines lines) {
    HelpScreen screen = new HelpScreen(spec, lines);
    screen.usage();
    lines.text(String.join(" ", spec.usageMessage().header()));
    if (all || spec.parent() == null) {
      Stream.of(spec.usageMessage().description()).forEach(lines::text);
    }
    screen.commands();
    screen.options(
        "Options:", spec.options().stream().filter(option -> option.group() == null).toList());
    if (all) {
      spec.argGroups().forEach(group -> screen.options(group.heading(), group.options()));
      lines.verbatim(List.of(spec.usageMessage().footer()));
    } else {
      screen.example();
      screen.rest();
    }
    return lines.toString();
  }

  private void usage() {
    String[] own = spec.usageMessage().customSynopsis();
    if (own.length > 0) {
      lines.verbatim(List.of(("Usage: " + String.join("\n", own)).split("\n", -1)));
      return;
    }
    StringBuilder usage = new StringBuilder("Usage: " + spec.qualifiedName() + " [OPTIONS]");
    spec.positionalParameters().forEach(p -> usage.append(" [").append(p.paramLabel()).append(']'));
    usage.append(spec.subcommands().isEmpty() ? "" : " [COMMAND]");
    lines.text(usage.toString());
  }

  private void commands() {
    List<CommandSpec> commands = Usage.commands(spec).toList();
    // Picocli has one list for all commands.
    (spec.parent() == null ? GROUPS : List.of(new Group("Commands:", List.of())))
        .forEach(group -> commands(group, commands));
  }

  private void commands(Group group, List<CommandSpec> all) {
    List<CommandSpec> commands =
        all.stream()
            .filter(command -> group.names().isEmpty() || group.names().contains(command.name()))
            .toList();
    if (!commands.isEmpty()) {
      lines.heading(group.heading());
      commands.forEach(command ->
          lines.row(
              command.name(),
              String.join(" ", command.usageMessage().header()),
              HelpLines.COMMAND));
    }
  }

  private void options(String heading, List<OptionSpec> options) {
    lines.heading(heading);
    if (heading.equals("Options:")) {
      spec.positionalParameters()
          .forEach(
              p -> lines.row(p.paramLabel(), String.join(" ", p.description()), HelpLines.LABEL));
    }
    options.forEach(option ->
        lines.row(label(option), String.join(" ", option.description()), HelpLines.LABEL));
  }

  private static String label(OptionSpec option) {
    return option.arity().min() == 0
        ? String.join(", ", option.names())
        : option.longestName() + "=" + option.paramLabel();
  }

  private void example() {
    List<String> footer = Arrays.asList(spec.usageMessage().footer());
    List<String> first = new ArrayList<>();
    for (String line : footer.subList(footer.indexOf("Examples:") + 1, footer.size())) {
      first.add(line);
      if (!line.endsWith("\\")) {
        break;
      }
    }
    lines.heading("Example:");
    lines.verbatim(first);
  }

  private void rest() {
    String name = spec.qualifiedName();
    String more = spec.argGroups().isEmpty() ? "" : "the plugin's options, ";
    lines.blank();
    lines.text(
        "%s %s: %smore examples and the exit statuses.".formatted(name, Usage.HELP_ALL, more));
    lines.text("man %s: the same as a manual page.".formatted(name.replace(' ', '-')));
  }
}
