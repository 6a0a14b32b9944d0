// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.pull.Providers;
import dev.podpass.settings.CommandLineParser;
import dev.podpass.settings.Flag;
import dev.podpass.settings.FlagTexts;
import dev.podpass.spi.Sourced;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What the command line and, behind it, the environment say of each flag. */
public final class Arguments implements FlagTexts {
  private final ParseResult parsed;
  private final Map<String, String> environment;

  private Arguments(ParseResult parsed, Map<String, String> environment) {
    this.parsed = parsed;
    this.environment = environment;
  }

  /**
   * Reads the command line.
   *
   * @throws CredentialException of kind {@code USAGE} if it cannot be understood
   */
  public static Arguments parse(CommandLine usage, String[] args, Map<String, String> environment) {
    // Existing configurations have it, from plugins with sub-commands.
    boolean named = args.length > 0 && args[0].equals("get-credentials");
    try {
      String[] options = named ? Arrays.copyOfRange(args, 1, args.length) : args;
      Arrays.stream(options).forEach(Arguments::requireRegularFile);
      return new Arguments(usage.parseArgs(options), environment);
    } catch (ParameterException e) {
      throw new CredentialException(
          Kind.USAGE, String.valueOf(e.getMessage()), "podpass --help lists all options");
    }
  }

  /** Reads what kubelet runs the plugin with, its providers being these. */
  public static CommandLineParser parser(Providers providers) {
    return (arguments, environment) ->
        parse(Usage.options(providers), arguments.toArray(String[]::new), environment);
  }

  /** Of an {@code @FILE}: a pipe would be waited for, before there is a deadline. */
  private static void requireRegularFile(String option) {
    if (!option.startsWith("@")) {
      return;
    }
    File file = new File(option.substring(1));
    if (file.exists() && !file.isFile()) {
      throw new CredentialException(Kind.USAGE, option + " is not a regular file");
    }
  }

  /** What a command was given. */
  public static Arguments of(ParseResult parsed, Map<String, String> environment) {
    return new Arguments(parsed, environment);
  }

  /** The same without what the environment says. */
  public Arguments withoutEnvironment() {
    return withEnvironment(Map.of());
  }

  /** The same with another environment behind it. */
  public Arguments withEnvironment(Map<String, String> other) {
    return new Arguments(parsed, other);
  }

  public boolean wantsHelp() {
    return parsed.isUsageHelpRequested();
  }

  public boolean wantsVersion() {
    return parsed.isVersionHelpRequested();
  }

  /** An empty variable is the same as an absent one. */
  @Override
  public Optional<Sourced<String>> text(Flag<?> flag) {
    String given = parsed.matchedOptionValue(flag.name(), null);
    if (given != null) {
      return Optional.of(new Sourced<>(given, flag.name()));
    }
    return flag.variables().stream()
        .filter(variable -> !environment.getOrDefault(variable, "").isEmpty())
        .findFirst()
        .map(variable -> new Sourced<>(environment.getOrDefault(variable, ""), variable));
  }

  /** Each value of a flag that may be repeated. */
  public <T> List<T> all(Flag<T> flag) {
    OptionSpec given = parsed.matchedOption(flag.name());
    return given == null
        ? List.of()
        : given.stringValues().stream()
            .map(text -> flag.parse(new Sourced<>(text, flag.name())))
            .toList();
  }

  /** What stands at a place without a flag. */
  public Optional<String> positional(int index) {
    return parsed.hasMatchedPositional(index)
        ? Optional.of(parsed.matchedPositionalValue(index, ""))
        : Optional.empty();
  }
}
