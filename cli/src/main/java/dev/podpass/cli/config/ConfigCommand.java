// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.pull.Providers;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code config}: prints a complete configuration for kubelet. */
public final class ConfigCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "config",
            "Print kubelet's CredentialProviderConfig for the providers that you choose.",
            "Every provider has an entry of its own, with matchImages for all host forms it serves"
                + " and the audience, annotations and cacheType that its cloud needs. Options of"
                + " the plugin that are given here become its args.")
        .flags(ConfigOptions.PROVIDERS, ConfigOptions.NAME, ConfigOptions.ENV, Usage.JSON)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass config --providers=ID > /etc/kubernetes/credential-providers.yaml",
            "podpass config --providers=ID --without-identity=node",
            "podpass config --providers=ID --env=HTTPS_PROXY=http://proxy:3128 --json")
        .exits(
            "0   printed",
            "64  an option is wrong",
            "78  a provider needs an option that is not given");
  }

  @Override
  public int run(CommandContext context) {
    ConfigFromFlags flags = new ConfigFromFlags(context);
    ConfigDocument document = flags.document();
    flags.warnings().forEach(context::note);
    if (flags.hasPassword()) {
      context.note(
          "warning: this configuration has a password in it; hint: keep it in a file of mode 0600");
    }
    if (!context.arguments().get(Usage.JSON)) {
      return context.print(document.yaml());
    }
    context.note(String.join("\n", document.notes()));
    return context.print(document.json());
  }

  @Override
  public List<Command> below(Providers providers) {
    return List.of(new LintCommand(), new MergeCommand());
  }
}
