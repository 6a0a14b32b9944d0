// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.kubeletconfig.Rbac;
import dev.podpass.admin.text.Documents;
import dev.podpass.cli.options.ConfigOptions;
import dev.podpass.pull.ConfiguredProviders;
import dev.podpass.pull.Providers;
import dev.podpass.settings.Flag;
import dev.podpass.spi.ProviderOption;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code config rbac}: prints the RBAC objects that kubelets need. */
final class RbacCommand implements Command {
  private static final Flag<String> ROLE =
      Flag.plain(
          ProviderOption.text("role", "NAME", "The name of the ClusterRole and its binding.")
              .withDefault("podpass-audiences"));

  private static final String NOTE =
      """
      # Apply it before nodes join. Do not add the audiences to the API server's --api-audiences:
      # a token for a registry must not open the cluster.
      """;

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "rbac",
            "Print the ClusterRole and binding that let kubelets ask for the tokens.",
            "Limited to the audiences of the providers you choose, as their options make them, and"
                + " to reading service accounts.")
        .flags(ConfigOptions.PROVIDERS, ROLE, ConfigOptions.OUTPUT)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass rbac --providers=ID | kubectl apply -f -",
            "podpass rbac --providers=ID --role=image-pulls --output=json")
        .exits(
            "0   printed",
            "64  an option is wrong",
            "78  a provider needs an option that is not given");
  }

  @Override
  public int run(Invocation invocation) {
    Providers chosen = new ConfigFromFlags(invocation).chosen();
    ConfiguredProviders configured = invocation.settingsOfArguments().readProviders(chosen);
    List<String> audiences =
        chosen.all().stream()
            .map(provider -> configured.kubelet(provider).audience())
            .distinct()
            .sorted()
            .toList();
    String role = invocation.arguments().get(ROLE);
    return switch (invocation.arguments().get(ConfigOptions.OUTPUT)) {
      case YAML ->
          invocation.print(
              Rbac.objects(role, audiences).stream()
                  .map(Documents::yaml)
                  .collect(Collectors.joining("---\n", NOTE, "")));
      case JSON -> invocation.print(Documents.json(Rbac.list(role, audiences)));
    };
  }
}
