// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Builds a command's help: description, options, examples and exit codes. */
public final class HelpText {
  private final CommandSpec spec;
  private final List<String> footer = new ArrayList<>();

  private HelpText(CommandSpec spec) {
    this.spec = spec;
  }

  /** Starts with the name and the description, whose first line is also used in lists. */
  public static HelpText of(Command command, String name, String... description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.usageMessage()
        .header(description[0])
        .description(Arrays.copyOfRange(description, 1, description.length));
    Usage.addHelp(spec);
    return new HelpText(spec);
  }

  public HelpText flags(Flag<?>... flags) {
    for (Flag<?> flag : flags) {
      spec.addOption(Usage.option(flag));
    }
    return this;
  }

  /**
   * Adds a positional parameter; optional for the parser, so that the command reports a missing
   * one.
   */
  public HelpText positional(String label, String description) {
    String index = String.valueOf(spec.positionalParameters().size());
    return positional(label, description, index, "0..1");
  }

  /** Adds a positional parameter that may be repeated, and that the command reports if missing. */
  public HelpText positionals(String label, String description) {
    return positional(label, description, "0..*", "0..*");
  }

  private HelpText positional(String label, String description, String index, String arity) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index(index)
            .arity(arity)
            .type(arity.endsWith("*") ? String[].class : String.class)
            .paramLabel(label)
            .description(description)
            .build());
    return this;
  }

  public HelpText pluginFlags(Providers providers) {
    Usage.addPluginFlags(spec, providers, List.of(PluginFlags.PROVIDER));
    return this;
  }

  public HelpText providerFlags(RegistryCredentialProvider provider) {
    Usage.addGroup(spec, "Provider " + provider.id() + ":", ProviderFlags.of(provider));
    return this;
  }

  /** Adds example commands, where {@code ID} stands for a provider of this build. */
  public HelpText examples(Providers providers, String... examples) {
    footer.add("");
    footer.add("Examples:");
    String id = providers.all().getFirst().id();
    for (String example : examples) {
      footer.add("  " + example.replace("ID", id));
    }
    return this;
  }

  public CommandSpec exits(String... statuses) {
    footer.add("");
    footer.add("Exit status:");
    for (String status : statuses) {
      footer.add("  " + status);
    }
    spec.usageMessage().footer(footer.toArray(String[]::new));
    return spec;
  }
}
