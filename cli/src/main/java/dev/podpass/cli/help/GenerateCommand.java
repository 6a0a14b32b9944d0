// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The hidden command {@code generate options}: prints the options of the plugin and of commands,
 * for the Helm chart's schema.
 */
public final class GenerateCommand implements Command {
  private final Function<Providers, CommandLine> tree;

  /**
   * Creates the command.
   *
   * @param tree builds the whole command line
   */
  public GenerateCommand(Function<Providers, CommandLine> tree) {
    this.tree = tree;
  }

  @Override
  public CommandSpec spec(Providers providers) {
    CommandSpec spec =
        HelpText.of(this, "generate", "Print facts about the program, for builds.")
            .flags(TokenOptions.JSON)
            .positional("options", "The options of the plugin and of commands.")
            .examples(providers, "podpass generate options --json")
            .exits("0   printed", "64  nothing is named");
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public int run(CommandContext context) {
    if (!context.arguments().positional(0).equals(Optional.of("options"))) {
      throw new CredentialException(
          Kind.USAGE, "nothing to generate is named", "podpass generate options --json");
    }
    List<Map<String, Object>> providers = new ArrayList<>();
    for (RegistryCredentialProvider provider : context.providers().all()) {
      providers.add(section(provider.id(), ProviderFlags.of(provider)));
    }
    List<Map<String, Object>> commands = new ArrayList<>();
    addCommands(tree.apply(context.providers()), commands);
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put("plugin", options(PluginFlags.all()));
    sections.put("providers", providers);
    sections.put("commands", commands);
    return context.report(sections);
  }

  /** Adds the commands below, each with its own options, which have no environment variable. */
  private static void addCommands(CommandLine above, List<Map<String, Object>> commands) {
    for (CommandLine command : above.getSubcommands().values()) {
      List<Flag<?>> own = new ArrayList<>();
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (option.userObject() instanceof Flag<?> flag && flag.variables().isEmpty()) {
          own.add(flag);
        }
      }
      commands.add(section(command.getCommandSpec().qualifiedName(), own));
      addCommands(command, commands);
    }
  }

  private static Map<String, Object> section(String name, List<Flag<?>> flags) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", name);
    section.put("options", options(flags));
    return section;
  }

  private static List<Map<String, Object>> options(List<Flag<?>> flags) {
    return flags.stream().map(GenerateCommand::option).toList();
  }

  private static Map<String, Object> option(Flag<?> flag) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", flag.name().substring(2));
    facts.put("value", flag.option().valueName());
    facts.put("default", flag.isSwitch() ? "" : flag.option().defaultValue().orElse(""));
    facts.put("variables", flag.variables());
    facts.put("required", flag.option().requirement().isPresent());
    facts.put("description", flag.option().description());
    return facts;
  }
}
