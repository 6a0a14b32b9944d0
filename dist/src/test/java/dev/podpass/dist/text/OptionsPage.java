// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static java.util.stream.Collectors.joining;

import dev.podpass.cli.Commands;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page of all options, written from what the program declares. */
final class OptionsPage {
  private static final int COLUMNS = 120;

  private static final String HEAD =
      """
      # Options

      <!-- Written by docs/transcripts/update.sh: change the options in the code, not here. -->

      Each option of the plugin is a flag in `args` of kubelet's entry, a variable in its `env`, or a line of a file that
      `args` names as `@FILE`. A flag comes before a variable; an empty variable is the same as an absent one. Durations
      are written `45s`, `15m`, `1h30m`. `podpass config` writes the options that it is given into `args`.

      `HTTPS_PROXY`, `NO_PROXY` (lower case too) and `SSL_CERT_FILE` mean what they mean to kubelet. The metadata service of
      a node is at `AWS_EC2_METADATA_SERVICE_ENDPOINT`, `GCE_METADATA_HOST` or `AZURE_POD_IDENTITY_AUTHORITY_HOST`, a
      loopback or link-local address, if one is set. No other variable and no file of a cloud's SDK or command line tool has
      an influence.
      """;

  private final Providers providers;
  private final StringBuilder page = new StringBuilder(HEAD);
  private final OptionReasons reasons = OptionReasons.read();

  OptionsPage(Providers providers) {
    this.providers = providers;
  }

  /** Names in the file of reasons that no option has. */
  Set<String> unusedReasons() {
    return reasons.unused();
  }

  String text() {
    heading("Every registry");
    PluginFlags.all().forEach(this::plugin);
    heading("Several providers");
    ProviderFlags.shared(providers).forEach(this::plugin);
    for (RegistryCredentialProvider provider : providers.all()) {
      List<Flag<?>> own = ProviderFlags.own(provider);
      if (!own.isEmpty()) {
        heading("Provider " + provider.id());
        own.forEach(this::plugin);
      }
    }
    heading("Commands");
    page.append(
        "Options of the plugin, which many commands take as well, are not repeated here.\n");
    commands(Commands.tree(providers), pluginNames());
    return page.toString();
  }

  private void heading(String title) {
    page.append("\n## ").append(title).append("\n\n");
  }

  private void plugin(Flag<?> flag) {
    String value = flag.isSwitch() ? "" : "=" + flag.option().valueName();
    String byDefault =
        flag.isSwitch()
            ? ""
            : flag.option()
                .defaultValue()
                .filter(text -> !text.isEmpty())
                .map(text -> " Default: `" + text + "`.")
                .orElse("");
    String variables =
        flag.variables().stream().map(name -> "`" + name + "`").collect(joining(", "));
    item(
        flag.name() + value,
        "%s%s Variable: %s. %s"
            .formatted(
                flag.option().description(), byDefault, variables, reasons.of("", flag.name())));
  }

  private void commands(CommandLine above, Set<String> plugin) {
    for (CommandLine command : above.getSubcommands().values()) {
      if (command.getCommandSpec().usageMessage().hidden()) {
        continue;
      }
      page.append("\n### `").append(command.getCommandSpec().qualifiedName()).append("`\n\n");
      page.append(String.join(" ", command.getCommandSpec().usageMessage().header()))
          .append("\n\n");
      List<OptionSpec> own = new ArrayList<>(command.getCommandSpec().options());
      own.removeIf(option -> option.hidden() || plugin.contains(option.longestName()));
      for (OptionSpec option : own) {
        boolean isSwitch = option.arity().min() == 0;
        item(
            option.longestName() + (isSwitch ? "" : "=" + option.paramLabel()),
            String.join(" ", option.description())
                + " "
                + reasons.of(command.getCommandSpec().qualifiedName(), option.longestName()));
      }
      commands(command, plugin);
    }
  }

  private Set<String> pluginNames() {
    Set<String> names = new HashSet<>();
    PluginFlags.all().forEach(flag -> names.add(flag.name()));
    for (RegistryCredentialProvider provider : providers.all()) {
      ProviderFlags.of(provider).forEach(flag -> names.add(flag.name()));
    }
    names.addAll(List.of("--help", "--help-all"));
    return names;
  }

  private void item(String option, String description) {
    page.append("- `").append(option).append("`  \n");
    StringBuilder line = new StringBuilder(" ");
    for (String word : description.split(" ", -1)) {
      if (line.length() + 1 + word.length() > COLUMNS) {
        page.append(line).append('\n');
        line = new StringBuilder(" ");
      }
      line.append(' ').append(word);
    }
    page.append(line).append('\n');
  }
}
