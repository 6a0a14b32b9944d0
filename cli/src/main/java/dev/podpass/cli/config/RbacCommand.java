// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.Rbac;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.KubernetesNames;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code rbac}: prints the RBAC objects that kubelets need. */
public final class RbacCommand implements Command {
  private static final Flag<String> ROLE =
      Flag.plain(
          ProviderOption.of(
                  "role",
                  "NAME",
                  "The beginning of the names of roles and bindings.",
                  KubernetesNames.NAMESPACE)
              .withDefault("podpass-audiences"));
  private static final Flag<String> NAMESPACE =
      Flag.plainList(
          ProviderOption.of(
              "namespace",
              "NAME",
              "Limit the rules to this namespace, with Roles instead of ClusterRoles; may be"
                  + " repeated.",
              KubernetesNames.NAMESPACE));
  private static final Flag<String> SERVICE_ACCOUNT =
      Flag.plainList(
          ProviderOption.of(
              "service-account",
              "NAMESPACE/NAME",
              "Limit the rules to this service account, with Roles in its namespace; may be"
                  + " repeated.",
              KubernetesNames.ACCOUNT));

  /** The service accounts of each namespace; none for all of it. */
  private static SequencedMap<String, List<String>> namespaces(Arguments arguments) {
    SequencedMap<String, List<String>> namespaces = new LinkedHashMap<>();
    arguments.all(NAMESPACE).forEach(namespace -> namespaces.put(namespace, List.of()));
    for (String account : new LinkedHashSet<>(arguments.all(SERVICE_ACCOUNT))) {
      String[] parts = account.split("/", -1);
      List<String> names = namespaces.computeIfAbsent(parts[0], _ -> new ArrayList<>());
      if (arguments.all(NAMESPACE).contains(parts[0])) {
        throw new CredentialException(
            Kind.USAGE,
            "--namespace=%s and --service-account=%s overlap".formatted(parts[0], account),
            "leave out --namespace to limit the rules to the service account");
      }
      names.add(parts[1]);
    }
    return namespaces;
  }

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "rbac",
            "Print the ClusterRoles and bindings that let kubelets request the tokens.",
            "One for each audience of the providers that you choose, as their options make it.")
        .flags(ConfigOptions.PROVIDERS, NAMESPACE, SERVICE_ACCOUNT, ROLE, Usage.JSON)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass rbac --providers=ID | kubectl apply -f -",
            "podpass rbac --providers=ID --namespace=team-a --service-account=team-b/app",
            "podpass rbac --providers=ID --role=image-pulls --json")
        .exits(
            "0   printed",
            "64  an option is wrong",
            "78  a provider needs an option that is not given");
  }

  @Override
  public int run(CommandContext context) {
    Providers chosen = new ConfigFromFlags(context).chosen();
    ConfiguredProviders configured = context.settingsOfArguments().readProviders(chosen);
    List<String> audiences =
        chosen.all().stream()
            .map(provider -> configured.kubelet(provider).audience())
            .distinct()
            .sorted()
            .toList();
    Arguments arguments = context.arguments();
    Rbac rbac = new Rbac(arguments.get(ROLE), audiences, namespaces(arguments));
    return context.print(arguments.get(Usage.JSON) ? rbac.json() : rbac.yaml());
  }
}
