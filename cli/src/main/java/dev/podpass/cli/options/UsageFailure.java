// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.pull.Suggestion;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that picocli does not accept, as a message for the operator. */
public final class UsageFailure {
  private static final int SHOWN = 3;

  private UsageFailure() {}

  /** An option of which a message may say the name, even if it stands in a file. */
  private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z0-9-]{0,63})(?:=.*)?");

  static CredentialException ofPlugin(ParameterException e, String[] args) {
    Optional<String> clients = unmatched(e).filter(UsageFailure::isOfClients);
    if (clients.isPresent()) {
      return usage(
          clients.get().replaceFirst("=.*", "")
              + " is an option of docker-credential-podpass, and no option of kubelet's plugin",
          "remove it: kubelet sends the token itself, and never pushes");
    }
    return unmatched(e)
        .filter(text -> !List.of(args).contains(text))
        .map(UsageFailure::inFile)
        .orElseGet(() -> of(e, "podpass --help-all lists all options"));
  }

  private static boolean isOfClients(String text) {
    return DockerOptions.all().stream()
        .anyMatch(flag -> text.equals(flag.name()) || text.startsWith(flag.name() + "="));
  }

  public static CredentialException ofCommand(ParameterException e) {
    CommandLine line = e.getCommandLine();
    Optional<String> unexpected = unmatched(e).filter(text -> !text.startsWith("-"));
    return unexpected.isPresent() && !line.getSubcommands().isEmpty()
        ? noCommand(unexpected.get(), line)
        : of(e, line.getCommandSpec().qualifiedName() + " --help lists its options");
  }

  /**
   * Requires that no argument of a command is an {@code @FILE}, which only kubelet's args may have.
   * What follows {@code --} is another's command line.
   */
  public static void requireNoFile(String... args) {
    Arrays.stream(args)
        .takeWhile(arg -> !arg.equals("--"))
        .filter(arg -> arg.startsWith("@"))
        .findFirst()
        .ifPresent(file -> {
          throw usage(
              "commands take no @FILE, and %s is one".formatted(file),
              "give the options themselves; only args in kubelet's configuration may name a file");
        });
  }

  public static CredentialException noCommand(String text, CommandLine above) {
    return usage(
        "\"" + text + "\" is not a command",
        Suggestion.of(text, Usage.commands(above.getCommandSpec()).map(CommandSpec::name).toList())
            .orElseGet(() -> instead(text, above)));
  }

  private static String instead(String text, CommandLine above) {
    CommandSpec spec = above.getCommandSpec();
    return above.getSubcommands().isEmpty()
        ? spec.qualifiedName() + " has no commands below it"
        : spec.qualifiedName()
            + " --help lists the commands"
            + (spec.optionsMap().containsKey("--providers")
                ? "; a provider is named with --providers=" + text
                : "");
  }

  /** Requires that an option with one value is given once: of two values, one would be ignored. */
  static void requireOnce(ParseResult parsed) {
    for (OptionSpec option : parsed.matchedOptions()) {
      if (option.userObject() instanceof Flag<?> flag
          && !flag.isList()
          && option.stringValues().size() > 1) {
        throw usage(
            "%s is given %d times".formatted(flag.name(), option.stringValues().size()),
            "give it once");
      }
    }
  }

  private static Optional<String> unmatched(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
        ? unmatched.getUnmatched().stream().findFirst()
        : Optional.empty();
  }

  /**
   * Of a line of an {@code @FILE}, which is not repeated: the file may be another than was meant.
   */
  private static CredentialException inFile(String text) {
    Matcher option = OPTION.matcher(text);
    return usage(
        option.matches()
            ? "the option %s, in a file (@FILE), is unknown".formatted(option.group(1))
            : "a line of a file (@FILE) is not an option",
        "name a file that has one option of the plugin on a line");
  }

  private static CredentialException of(ParameterException e, String hint) {
    Optional<String> unmatched = unmatched(e);
    if (unmatched.isPresent()) {
      String text = unmatched.get();
      return text.startsWith("-")
          ? unknown(text.split("=", 2)[0], e.getCommandLine().getCommandSpec(), hint)
          : usage("unexpected argument \"" + text + "\"", hint);
    }
    if (e instanceof MissingParameterException missing
        && missing.getMissing().getFirst() instanceof OptionSpec option) {
      String name = option.longestName();
      return usage(name + " has no value", "give " + name + "=" + option.paramLabel());
    }
    return usage(String.valueOf(e.getMessage()), hint);
  }

  private static CredentialException unknown(String name, CommandSpec command, String hint) {
    return usage(
        "unknown option " + name,
        Suggestion.of(name, command.optionsMap().keySet())
            .or(() -> argument(name, command))
            .or(() -> elsewhere(name, command))
            .orElse(hint));
  }

  /** Of an option that is an argument of this command: {@code --image} of {@code explain IMAGE}. */
  private static Optional<String> argument(String name, CommandSpec command) {
    return command.positionalParameters().stream()
        .map(PositionalParamSpec::paramLabel)
        .filter(label -> name.equals("--" + label.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(label -> "give it without a name: " + command.qualifiedName() + " " + label);
  }

  private static Optional<String> elsewhere(String name, CommandSpec command) {
    List<String> commands = new ArrayList<>();
    collect(name, command.root(), commands);
    return commands.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it is an option of "
                + commands.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (commands.size() > SHOWN ? ", …" : ""));
  }

  private static void collect(String name, CommandSpec command, List<String> found) {
    for (Map.Entry<String, CommandLine> below : command.subcommands().entrySet()) {
      CommandSpec spec = below.getValue().getCommandSpec();
      if (spec.optionsMap().containsKey(name)) {
        found.add(spec.qualifiedName());
      }
      collect(name, spec, found);
    }
  }

  private static CredentialException usage(String what, String hint) {
    return new CredentialException(Kind.USAGE, what, hint);
  }
}
