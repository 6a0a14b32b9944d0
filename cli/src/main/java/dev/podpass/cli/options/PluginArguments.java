// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.ReplacedPlugin;
import dev.podpass.spi.ReplacedPlugin.Meaning;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of the process. Called by the name of a plugin that podpass replaces, they are
 * translated: that plugin's options become podpass's.
 */
public final class PluginArguments {
  private final List<String> arguments;
  private final Optional<ReplacedPlugin> plugin;
  private final List<Meaning> meanings;
  private final List<String> withoutEffect;

  /** Variables that are not podpass's own, and the option that each sets. */
  private final Map<String, String> variables;

  private PluginArguments(
      List<String> arguments,
      Optional<ReplacedPlugin> plugin,
      List<Meaning> meanings,
      List<String> withoutEffect,
      Map<String, String> variables) {
    this.arguments = List.copyOf(arguments);
    this.plugin = plugin;
    this.meanings = List.copyOf(meanings);
    this.withoutEffect = List.copyOf(withoutEffect);
    this.variables = Map.copyOf(variables);
  }

  /** Podpass's own arguments. */
  public static PluginArguments of(String... arguments) {
    return new PluginArguments(
        List.of(arguments), Optional.empty(), List.of(), List.of(), Map.of());
  }

  /**
   * Translates the arguments that kubelet gives a plugin, and those of {@code explain}.
   *
   * @param calledAs the program's file name
   * @throws CredentialException of kind {@code USAGE} for another plugin's option that podpass has
   *     no counterpart of
   */
  public static PluginArguments of(Providers providers, String calledAs, String... arguments) {
    boolean command = arguments.length > 0 && arguments[0].matches("[a-z]+");
    return providers.all().stream()
        .map(RegistryCredentialProvider::replacedPlugin)
        .flatMap(Optional::stream)
        .filter(plugin -> plugin.name().equals(calledAs))
        .filter(_ -> !command || arguments[0].equals("explain"))
        .findFirst()
        .map(plugin -> translated(plugin, new ReplacedLineReader(plugin, List.of(arguments))))
        .orElseGet(() -> of(arguments));
  }

  private static PluginArguments translated(ReplacedPlugin plugin, ReplacedLineReader line) {
    List<String> own = line.own();
    List<String> arguments = new ArrayList<>(own);
    List<Meaning> applied = new ArrayList<>();
    for (Meaning meaning : plugin.meaning().apply(line.theirs())) {
      boolean given =
          own.stream()
              .anyMatch(
                  arg -> arg.equals(meaning.option()) || arg.startsWith(meaning.option() + "="));
      if (given && !meaning.overridable()) {
        throw new CredentialException(
            Kind.USAGE,
            "%s of %s and %s are the same option, and both are given"
                .formatted(meaning.source(), plugin.name(), meaning.option()),
            "remove one of them");
      }
      if (!given) {
        arguments.add(meaning.option() + "=" + meaning.value());
        applied.add(meaning);
      }
    }
    return new PluginArguments(
        arguments, Optional.of(plugin), applied, line.withoutEffect(), plugin.variables());
  }

  /** The same with these variables, and the option that each sets. */
  PluginArguments reading(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return new PluginArguments(arguments, plugin, meanings, withoutEffect, all);
  }

  /** Whether variables that are not podpass's own may set an option. */
  boolean readsOtherVariables() {
    return !variables.isEmpty();
  }

  /** The arguments as podpass reads them. */
  public String[] arguments() {
    return arguments.toArray(String[]::new);
  }

  /** The options of podpass that the other plugin's arguments stand for, with their values. */
  public Map<String, String> translated() {
    Map<String, String> options = new LinkedHashMap<>();
    meanings.forEach(meaning -> options.put(meaning.option(), meaning.value()));
    return options;
  }

  /** What the value of an option came from: the option itself, or the other plugin's argument. */
  String source(String option) {
    return meanings.stream()
        .filter(meaning -> meaning.option().equals(option))
        .map(Meaning::source)
        .findFirst()
        .orElse(option);
  }

  /** The variables, not podpass's own, that set an option. */
  List<String> variables(String option) {
    return variables.isEmpty()
        ? List.of()
        : variables.entrySet().stream()
            .filter(variable -> variable.getValue().equals(option))
            .map(Map.Entry::getKey)
            .toList();
  }

  /** The other plugin's name, if the line was translated. */
  public Optional<String> plugin() {
    return plugin.map(ReplacedPlugin::name);
  }

  /** Each argument and variable of the other plugin, and what it means, in order. */
  public Map<String, String> translation(Map<String, String> environment) {
    Map<String, String> translation = new LinkedHashMap<>();
    for (Meaning meaning : meanings) {
      translation.merge(
          meaning.source(), meaning.option() + "=" + meaning.value(), (a, b) -> a + " " + b);
    }
    withoutEffect.forEach(option -> translation.put(option, "no effect"));
    plugin.ifPresent(replaced ->
        replaced
            .variables()
            .forEach((variable, option) -> {
              String value = environment.getOrDefault(variable, "");
              if (!value.isEmpty()) {
                translation.put(variable, option + "=" + value);
              }
            }));
    return translation;
  }
}
