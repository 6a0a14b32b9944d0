// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.admin.text.Documents;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.config.ConfigOptions;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.DockerOptions;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code docker-config}: the {@code config.json} of a client with the helper. */
public final class DockerConfigCommand implements Command {
  private static final Flag<Boolean> POD =
      Flag.plain(
          ProviderOption.flag(
              "pod",
              "Print a ConfigMap and what the pod's specification needs, not only"
                  + " config.json."));

  private static final Flag<String> IMAGE =
      Flag.plain(ProviderOption.text("image", "IMAGE", "podpass's image, with --pod."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "docker-config",
            "Print the config.json that makes docker clients run docker-credential-podpass.",
            "It names podpass only for these registries. Options of the plugin and of"
                + " docker-credential that are given here become variables of the pod (--pod).")
        .positionals("IMAGE...", "Images, or registry hosts.")
        .flags(POD, IMAGE, ConfigOptions.PROVIDERS)
        .flags(DockerOptions.all().toArray(Flag<?>[]::new))
        .flags(PluginFlags.PROVIDER)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass docker-config quay.io cgr.dev/team-a/app",
            "podpass docker-config quay.io --pod --image=mirror.example.com/podpass:1")
        .exits(
            "0   printed",
            "64  an option is wrong, or no registry is named",
            "65  no provider serves a registry",
            "78  a provider needs an option that is not given");
  }

  @Override
  public int run(CommandContext context) {
    Arguments arguments = context.arguments();
    ConfiguredProviders configured = context.settingsOfArguments().readProviders(chosen(context));
    Map<String, RegistryCredentialProvider> served =
        ClientRegistries.served(arguments.positionals(), configured);
    Map<String, String> helpers = new TreeMap<>();
    for (String host : served.keySet()) {
      helpers.put(host, "podpass");
      helpers.put(ClientRegistries.key(host), "podpass");
    }
    String config = Documents.json(Map.of("credHelpers", helpers));
    if (!arguments.get(POD)) {
      return context.print(config);
    }
    ClientPod pod =
        new ClientPod(
            config,
            served.entrySet().stream()
                .map(entry ->
                    ClientRegistries.audience(entry.getKey(), entry.getValue(), configured))
                .distinct()
                .sorted()
                .toList(),
            arguments
                .find(IMAGE)
                .orElseThrow(() ->
                    new CredentialException(
                        Kind.USAGE, "--pod needs podpass's image", "name it with --image")),
            variables(arguments, configured.providers()));
    return context.print(
        "# Apply this in the pod's namespace.\n%s---\n# Add this to the pod's specification; client is your container.\n%s"
            .formatted(pod.configMap(), pod.specification()));
  }

  private static Providers chosen(CommandContext context) {
    return context
        .arguments()
        .find(ConfigOptions.PROVIDERS)
        .map(context.providers()::only)
        .orElseGet(() ->
            context
                .settingsOfArguments()
                .readChoice(context.providers(), context.process().calledAs()));
  }

  private static Map<String, String> variables(Arguments arguments, Providers providers) {
    Arguments written = arguments.withEnvironment(Map.of());
    Map<String, String> variables = new LinkedHashMap<>();
    Stream.concat(DockerOptions.all().stream(), ProviderFlags.withPlugin(providers.all()))
        .forEach(flag ->
            written
                .text(flag)
                .ifPresent(text -> variables.put(flag.variables().getFirst(), text.value())));
    return variables;
  }
}
