// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.admin.text.Facts;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The hidden command {@code generate options}: prints the options of the plugin and of commands,
 * for the Helm chart's schema.
 */
public final class GenerateCommand implements Command {
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
    addCommands(context.arguments().root(), commands);
    return context.report(
        Facts.of(
            "plugin", options(PluginFlags.all()), "providers", providers, "commands", commands));
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
    return Facts.of("name", name, "options", options(flags));
  }

  private static List<Map<String, Object>> options(List<Flag<?>> flags) {
    return flags.stream().map(GenerateCommand::option).toList();
  }

  private static Map<String, Object> option(Flag<?> flag) {
    return Facts.of(
        "name", flag.name().substring(2),
        "value", flag.option().valueName(),
        "default", flag.isSwitch() ? "" : flag.option().defaultValue().orElse(""),
        "variables", flag.variables(),
        "required", flag.option().requirement().isPresent(),
        "description", flag.option().description());
  }
}
