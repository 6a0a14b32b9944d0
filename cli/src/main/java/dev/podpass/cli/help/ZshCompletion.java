// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completion script for zsh, with descriptions; picocli's bash script does not work in zsh.
 *
 * @see <a href="https://zsh.sourceforge.io/Doc/Release/Completion-System.html">zsh's completion
 *     system</a>
 */
public final class ZshCompletion {
  private final StringBuilder script = new StringBuilder();

  private ZshCompletion() {}

  /** Returns a script to source, or to install as {@code _podpass} in zsh's function path. */
  public static String of(CommandSpec root) {
    ZshCompletion zsh = new ZshCompletion();
    zsh.script.append("#compdef podpass\ncompdef _podpass podpass\n\n");
    zsh.command(root);
    zsh.script.append("if [ \"$funcstack[1]\" = _podpass ]; then _podpass; fi\n");
    return zsh.script.toString();
  }

  private void command(CommandSpec spec) {
    Collection<CommandLine> below = spec.subcommands().values();
    List<String> arguments = new ArrayList<>();
    spec.options().forEach(option -> arguments.add(argument(option)));
    if (!below.isEmpty()) {
      arguments.add("'1: :->command'");
      arguments.add("'*:: :->below'");
    } else if (!spec.positionalParameters().isEmpty()) {
      arguments.add("'*:file:_files'");
    }
    script.append(function(spec)).append("() {\n  local curcontext=\"$curcontext\" state line\n");
    script.append("  _arguments -C \\\n    ").append(String.join(" \\\n    ", arguments));
    script.append('\n');
    if (!below.isEmpty()) {
      dispatch(spec, below);
    }
    script.append("}\n\n");
    below.forEach(line -> command(line.getCommandSpec()));
  }

  private void dispatch(CommandSpec spec, Collection<CommandLine> below) {
    String commands =
        below.stream()
            .map(CommandLine::getCommandSpec)
            .filter(command -> !command.usageMessage().hidden())
            .map(command -> quoted(command.name() + ":" + header(command)))
            .collect(Collectors.joining(" "));
    script.append("  case $state in\n  command)\n    local -a commands=(").append(commands);
    script.append(")\n    _describe command commands\n    ;;\n  below)\n    case $words[1] in\n");
    for (String name : spec.subcommands().keySet()) {
      script.append("    ").append(name).append(") ").append(function(spec)).append('_');
      script.append(name).append(" ;;\n");
    }
    script.append("    esac\n    ;;\n  esac\n");
  }

  private static String function(CommandSpec spec) {
    return "_" + spec.qualifiedName("_");
  }

  private static String argument(OptionSpec option) {
    String description = bracketed(String.join(" ", option.description()).replace("%%", "%"));
    boolean takesValue = option.arity().min() > 0;
    return quoted(
        "*"
            + option.longestName()
            + (takesValue ? "=" : "")
            + "["
            + description
            + "]"
            + (takesValue ? ":value:" + values(option.paramLabel()) : ""));
  }

  /** The values to complete: a choice of words, a file, or any text. */
  private static String values(String label) {
    if (label.contains("|")) {
      return "(" + label.replace('|', ' ') + ")";
    }
    return Stream.of("FILE", "DIR", "DIRECTORY").anyMatch(label::equals) ? "_files" : "";
  }

  private static String header(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().header());
  }

  private static String bracketed(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
