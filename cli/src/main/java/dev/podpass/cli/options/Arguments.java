// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.FlagTexts;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.File;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The values of flags: from the command line, otherwise from the environment. */
public final class Arguments implements FlagTexts {
  private final ParseResult parsed;
  private final Map<String, String> environment;
  private final Map<String, String> added;

  /** Variables of clouds, and the option that each sets. */
  private final Map<String, String> variables;

  private Arguments(
      ParseResult parsed,
      Map<String, String> environment,
      Map<String, String> added,
      Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
    this.parsed = parsed;
    this.environment = environment;
    this.added = Map.copyOf(added);
  }

  /** Parses the plugin's command line, with the options of the discovered providers. */
  public static Arguments parse(List<String> line, Map<String, String> environment) {
    return parse(Arguments::model, line, environment);
  }

  /** The model of a pull, built in a native image while that is built; it is for one parse. */
  private static final class Prepared {
    private static final AtomicReference<@Nullable CommandLine> MODEL =
        new AtomicReference<>(Usage.options(Providers.discover()));
  }

  private static CommandLine model() {
    CommandLine prepared = Prepared.MODEL.getAndSet(null);
    return prepared == null ? Usage.options(Providers.discover()) : prepared;
  }

  private static Arguments parse(
      Supplier<CommandLine> usage, List<String> line, Map<String, String> environment) {
    String[] args = line.toArray(String[]::new);
    // Configurations written for plugins with subcommands have this argument.
    boolean named = args.length > 0 && args[0].equals("get-credentials");
    try {
      String[] options = named ? Arrays.copyOfRange(args, 1, args.length) : args;
      Arrays.stream(options).forEach(Arguments::requireRegularFile);
      // Picocli writes to every option of the model before it reads an argument.
      ParseResult parsed =
          options.length == 0
              ? ParseResult.builder(CommandSpec.create()).build()
              : usage.get().parseArgs(options);
      UsageFailure.requireOnce(parsed);
      return new Arguments(parsed, environment, Map.of(), Map.of());
    } catch (ParameterException e) {
      throw UsageFailure.ofPlugin(e, args);
    }
  }

  public static FlagTexts.Parser parser(Providers providers) {
    return (arguments, environment) ->
        parse(() -> Usage.options(providers), arguments, environment);
  }

  /** An {@code @FILE} that is a pipe would block before the deadline starts. */
  private static void requireRegularFile(String option) {
    if (!option.matches("@[^@].*")) {
      return;
    }
    File file = new File(option.substring(1));
    if (file.exists() && !file.isFile()) {
      throw new CredentialException(Kind.USAGE, option + " is not a regular file");
    }
    if (!file.canRead()) {
      throw new CredentialException(
          Kind.USAGE, option + " cannot be read", "it stands for a file with arguments");
    }
  }

  public static Arguments of(ParseResult parsed, Map<String, String> environment) {
    return new Arguments(parsed, environment, Map.of(), Map.of());
  }

  /** Returns a copy that also reads these variables, for the option that each sets. */
  public Arguments reading(Map<String, String> others) {
    return new Arguments(parsed, environment, added, others);
  }

  public Arguments withEnvironment(Map<String, String> other) {
    return new Arguments(parsed, other, added, variables);
  }

  /** Returns a copy in which flags that are not given have these values, by their names. */
  public Arguments adding(Map<String, String> values) {
    return new Arguments(parsed, environment, values, variables);
  }

  /**
   * Requires that no option with one value is repeated, and parses every value but those of
   * providers, so that a wrong one is reported before anything is read or done. Whether a
   * provider's option applies is for the command to say.
   */
  public void requireValid() {
    UsageFailure.requireOnce(parsed);
    for (OptionSpec option : parsed.matchedOptions()) {
      if (option.userObject() instanceof Flag<?> flag
          && (flag.variables().isEmpty() || PluginFlags.all().contains(flag))) {
        option.stringValues().forEach(text -> flag.parse(new Sourced<>(text, flag.name())));
      }
    }
  }

  /** Requires that at most one of these options is on the command line. */
  public void requireAtMostOne(Flag<?>... flags) {
    List<String> chosen = Arrays.stream(flags).filter(this::isChosen).map(Flag::name).toList();
    if (chosen.size() > 1) {
      throw new CredentialException(
          Kind.USAGE, String.join(" and ", chosen) + " exclude each other", "choose one of them");
    }
  }

  private boolean isChosen(Flag<?> flag) {
    return given(flag).filter(text -> !flag.isSwitch() || Boolean.parseBoolean(text)).isPresent();
  }

  public boolean wantsHelp() {
    return parsed.isUsageHelpRequested() || wantsAllHelp();
  }

  public boolean wantsAllHelp() {
    return parsed.hasMatchedOption(Usage.HELP_ALL);
  }

  public boolean wantsVersion() {
    return parsed.isVersionHelpRequested();
  }

  @Override
  public boolean mayHave(Set<String> names) {
    return !variables.isEmpty()
        || !Collections.disjoint(names, added.keySet())
        || !Collections.disjoint(names, environment.keySet())
        || parsed.matchedOptions().stream()
            .anyMatch(option -> names.contains(option.longestName()));
  }

  /** An empty variable counts as absent. */
  @Override
  public Optional<Sourced<String>> text(Flag<?> flag) {
    return given(flag)
        .or(() -> Optional.ofNullable(added.get(flag.name())))
        .map(given -> new Sourced<>(given, flag.name()))
        .or(() -> variable(flag.variables()))
        .or(() -> variable(cloudVariables(flag.name())));
  }

  /** Asked for every flag that is not given, so without a stream. */
  private Optional<Sourced<String>> variable(List<String> names) {
    for (String name : names) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return Optional.of(new Sourced<>(value, name));
      }
    }
    return Optional.empty();
  }

  private List<String> cloudVariables(String flag) {
    return variables.isEmpty()
        ? List.of()
        : variables.entrySet().stream()
            .filter(variable -> variable.getValue().equals(flag))
            .map(Map.Entry::getKey)
            .toList();
  }

  /** The value of a flag; of a list all values, as a variable would have them. */
  private Optional<String> given(Flag<?> flag) {
    OptionSpec option = parsed.matchedOption(flag.name());
    if (option == null) {
      return Optional.empty();
    }
    return flag.isList()
        ? Optional.of(String.join(",", option.stringValues()))
        : Optional.ofNullable(option.getValue());
  }

  public <T> List<T> all(Flag<T> flag) {
    OptionSpec given = parsed.matchedOption(flag.name());
    return given == null
        ? List.of()
        : given.stringValues().stream()
            .map(text -> flag.parse(new Sourced<>(text, flag.name())))
            .toList();
  }

  public CommandLine root() {
    return parsed.commandSpec().root().commandLine();
  }

  public List<String> positionals() {
    return parsed.matchedPositionals().stream()
        .flatMap(positional -> positional.stringValues().stream())
        .toList();
  }

  /** The first of them. */
  public Optional<String> positional() {
    return positionals().stream().findFirst();
  }
}
