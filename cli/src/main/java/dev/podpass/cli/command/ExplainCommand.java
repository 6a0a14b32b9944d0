// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.cli.options.ExplainOptions;
import dev.podpass.cli.options.GlobalOptions;
import dev.podpass.cli.options.PluginSettings;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.failure.CredentialException;
import dev.podpass.image.ImageReference;
import dev.podpass.log.Log;
import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.pull.Explanation;
import dev.podpass.pull.Providers;
import dev.podpass.pull.Pull;
import dev.podpass.pull.PullSettings;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.token.ServiceAccountToken;
import dev.podpass.token.UnverifiedClaims;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what would be done for an image, or does it and shows how it went. */
final class ExplainCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "explain",
            "Show what would be done for an image: as whom, where, and why.",
            "Nothing is sent, unless --exchange is given. Without a token one is supposed, so that the"
                + " way can be seen before the cluster is set up. Options and variables of the plugin"
                + " count as they do for kubelet.")
        .positional("IMAGE", "The image, with its registry host.")
        .flags(
            ExplainOptions.TOKEN,
            ExplainOptions.REQUEST,
            ExplainOptions.ANNOTATION,
            ExplainOptions.SERVICE_ACCOUNT,
            ExplainOptions.WITHOUT,
            ExplainOptions.EXCHANGE,
            TokenOptions.JSON,
            GlobalOptions.PROVIDER)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass explain registry.example.com/team-a/app --service-account=team-a/app",
            "podpass explain registry.example.com/team-a/app --token=token.jwt --exchange",
            "podpass explain --request=request.json --json")
        .exits(
            "0   it would work as far as can be told, or it did",
            "64  an option is wrong, or a file cannot be read",
            "65  no provider serves the registry, or the token is none",
            "69, 75  the cloud cannot be reached, or not in time",
            "77, 78  it would be refused, and the line on stderr says why");
  }

  @Override
  public int run(Invocation invocation) {
    CredentialProviderRequest request = SupposedPull.request(invocation);
    Optional<ServiceAccountToken> token =
        request.serviceAccountToken().map(ServiceAccountToken::parse);
    PluginSettings plugin = invocation.asPlugin(Log.NONE);
    Providers providers =
        plugin.providers(invocation.providers(), invocation.surroundings().calledAs());
    PullSettings settings = plugin.pull(providers);
    ImageReference image = ImageReference.parse(request.image());
    RegistryCredentialProvider provider = providers.serving(image.registry(), plugin::settings);
    Explanation explanation =
        new Pull(providers, settings)
            .explain(
                new CredentialRequest(
                    image,
                    request.serviceAccountAnnotations(),
                    token
                        .map(ServiceAccountToken::claims)
                        .or(() -> supposed(invocation, plugin, provider))));
    ExplainReport report = new ExplainReport(explanation, plugin, invocation.clock());
    report.plan();
    report.token(token);
    report.kubelet();
    report.cache(settings.cache());
    Optional<CredentialException> failure = Optional.empty();
    if (invocation.arguments().get(ExplainOptions.EXCHANGE)) {
      TrialExchange trial = TrialExchange.of(invocation, request);
      report.exchange(trial);
      failure = trial.failure();
    } else {
      failure = token.flatMap(report::refusal);
    }
    int printed = invocation.report(report.sections());
    if (failure.isPresent()) {
      throw failure.get();
    }
    return printed;
  }

  private static Optional<UnverifiedClaims> supposed(
      Invocation invocation, PluginSettings plugin, RegistryCredentialProvider provider) {
    if (invocation.arguments().get(ExplainOptions.WITHOUT)) {
      return Optional.empty();
    }
    return Optional.of(
        SupposedPull.claims(
            invocation.arguments().get(ExplainOptions.SERVICE_ACCOUNT),
            provider.kubelet(plugin.settings(provider)).audience(),
            invocation.clock().instant()));
  }
}
