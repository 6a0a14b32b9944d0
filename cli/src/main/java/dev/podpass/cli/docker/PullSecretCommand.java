// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.admin.text.Documents;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.command.CommandNetwork;
import dev.podpass.cli.docker.TokenReader.PodToken;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.DockerOptions;
import dev.podpass.cli.options.KubernetesNames;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.log.Log;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.PlannedPull;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.PullProgress;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.ValidatedPull;
import dev.podpass.core.pull.WholeRegistry;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code pull-secret}: prints a Secret with credentials, for nodes without podpass. */
public final class PullSecretCommand implements Command {
  private static final Flag<String> NAME =
      Flag.plain(
          ProviderOption.of("name", "NAME", "Name of the Secret.", KubernetesNames.OBJECT)
              .withDefault("podpass-pull"));

  private static final Flag<String> NAMESPACE =
      Flag.plain(
          ProviderOption.of(
              "namespace",
              "NAME",
              "Namespace of the Secret; that of kubectl if not given.",
              KubernetesNames.NAMESPACE));

  private static final Flag<String> SERVICE_ACCOUNT =
      Flag.plain(
          ProviderOption.of(
              "service-account",
              "NAMESPACE/NAME",
              "Exchange a token of this service account that kubectl creates, instead of"
                  + " --token-file.",
              KubernetesNames.ACCOUNT));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "pull-secret",
            "Print a Secret with a short-lived credential for each registry of these images.",
            "For clusters whose kubelet cannot run podpass. It exchanges a service account token,"
                + " and applies nothing. Everyone who can read the Secret has the credentials until"
                + " they expire: prefer podpass in kubelet where that is possible.")
        .positionals("IMAGE...", "Images, or registry hosts.")
        .flags(NAME, NAMESPACE, Usage.JSON, SERVICE_ACCOUNT)
        .flags(DockerOptions.TOKEN_FILE, DockerOptions.CLOUD_VARIABLES, PluginFlags.PROVIDER)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass pull-secret quay.io --service-account=team-a/app \\",
            "  --exchange-identity=team_a+puller",
            "podpass pull-secret quay.io/team-a/app --token-file=token.jwt --name=pull \\",
            "  --namespace=team-a --exchange-identity=team_a+puller --json")
        .exits(
            "0   printed",
            "64  an option is wrong, or no image is named",
            "65  no provider serves a registry, or the token is malformed",
            "69, 75  the cloud cannot be reached, or not in time",
            "77, 78  it is refused, and the line on stderr says why");
  }

  @Override
  public int run(CommandContext given) {
    CommandContext context = ClientSettings.of(given);
    Arguments arguments = context.arguments();
    List<String> hosts =
        arguments.positionals().stream().map(ClientRegistries::host).distinct().toList();
    if (hosts.isEmpty()) {
      throw new CredentialException(
          Kind.USAGE, "no image is named", "podpass pull-secret IMAGE...");
    }
    arguments.requireAtMostOne(SERVICE_ACCOUNT, DockerOptions.TOKEN_FILE);
    SettingsReader reader = context.settings(Log.NONE);
    try {
      PullSettings settings = ClientSettings.read(reader, context);
      List<CredentialProviderResponse> answers = new ArrayList<>();
      CommandNetwork network = context.network();
      Deadline end = network.deadline();
      Optional<Kubectl> kubectl =
          arguments.find(SERVICE_ACCOUNT).map(account -> new Kubectl(account, end));
      PodTokens files = new PodTokens(arguments, context.process().environment());
      for (String host : hosts) {
        Pull pull = new Pull(settings, new PullProgress(context.clock()));
        PlannedPull planned =
            PodTokens.plan(
                pull,
                new WholeRegistry(host, List.of()),
                tokens(host, settings.providers(), kubectl, files));
        network.progress("exchanging the token for a credential of " + host);
        answers.add(
            network.within(reader.readConnections(), end, ValidatedPull.of(planned)::exchange));
      }
      PullSecret secret = secret(arguments, answers, context.clock().instant(), hosts);
      return context.print(
          arguments.get(Usage.JSON)
              ? Documents.json(secret.document())
              : Documents.yaml(secret.document()));
    } catch (CredentialException e) {
      throw ClientSettings.advising(e);
    }
  }

  private static List<PodToken> tokens(
      String host, ConfiguredProviders configured, Optional<Kubectl> kubectl, PodTokens files) {
    RegistryCredentialProvider provider = ClientRegistries.provider(host, configured);
    return kubectl
        .map(client -> List.of(client.token(ClientRegistries.audience(host, provider, configured))))
        .orElseGet(() -> files.read(provider));
  }

  private static PullSecret secret(
      Arguments arguments,
      List<CredentialProviderResponse> answers,
      Instant now,
      List<String> hosts) {
    List<Auth> credentials = answers.stream().flatMap(answer -> answer.auth().stream()).toList();
    if (credentials.size() < hosts.size()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the pull is anonymous by --without-token or --without-identity, so there is no"
              + " credential",
          "name an identity");
    }
    Duration shortest =
        answers.stream()
            .map(CredentialProviderResponse::cacheDuration)
            .min(Duration::compareTo)
            .orElse(Duration.ZERO);
    return new PullSecret(
        arguments.get(NAME),
        arguments.find(NAMESPACE),
        credentials,
        Optional.of(now.plus(shortest)).filter(_ -> shortest.isPositive()));
  }
}
