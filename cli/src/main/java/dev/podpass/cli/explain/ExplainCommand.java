// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.log.Log;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.pull.AssumedClaims;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PlannedPull;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.PullProgress;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.Route;
import dev.podpass.core.pull.ValidatedPull;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code explain}: shows the plan of a pull, and with {@code --exchange} runs it. */
public final class ExplainCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "explain",
            "Show how podpass would get a credential for an image: identity, endpoints and scope.",
            "Nothing is sent unless --exchange is given. Without a token or request, a token is"
                + " assumed, so that the plan can be seen before the cluster is set up. The"
                + " plugin's options and variables apply as they do under kubelet.")
        .positional("IMAGE", "The image, with its registry host.")
        .flags(
            ExplainOptions.TOKEN,
            ExplainOptions.REQUEST,
            ExplainOptions.ANNOTATION,
            ExplainOptions.SERVICE_ACCOUNT,
            ExplainOptions.WITHOUT,
            ExplainOptions.EXCHANGE,
            Usage.JSON,
            PluginFlags.PROVIDER)
        .pluginFlags(providers)
        .examples(
            providers,
            "podpass explain quay.io/team-a/app --exchange-identity=team_a+puller",
            "podpass explain quay.io/team-a/app --token=token.jwt --exchange \\",
            "  --annotation=podpass.dev/quay-robot=team_a+puller",
            "podpass explain --request=request.json --json")
        .exits(
            "0   it would work as far as can be checked, or it did",
            "64  an option is wrong, or a file cannot be read",
            "65  no provider serves the registry, or the token is malformed",
            "69, 75  the cloud cannot be reached, or not in time",
            "77, 78  it would be refused, and the line on stderr says why");
  }

  @Override
  public int run(CommandContext context) {
    CredentialProviderRequest request = ExplainRequest.of(context);
    requireTokenToSend(context.arguments(), request);
    SettingsReader reader = context.settings(Log.NONE);
    reader.requireValid();
    var _ = reader.readConnections();
    PullSettings settings = reader.readPull(context.providers(), context.process().calledAs());
    Route route = settings.providers().route(request.image());
    RegistryCredentialProvider provider = settings.providers().serving(route);
    ExplainReport report =
        new ExplainReport(route, provider, settings, context.arguments(), context.clock());
    report.image();
    PlannedPull planned;
    try {
      planned =
          new Pull(settings, new PullProgress(context.clock()))
              .plan(request, (own, host) -> assumed(context, own, host, settings.providers()));
    } catch (CredentialException e) {
      report.kubelet(Optional.empty());
      context.report(report.sections());
      throw namingAssumed(e, context.arguments(), request);
    }
    report.plan(planned);
    report.token(planned);
    report.kubelet(planned.claims());
    report.cache();
    report.unavailable(planned);
    Optional<CredentialException> failure;
    if (context.arguments().get(ExplainOptions.EXCHANGE)) {
      TrialExchange trial = TrialExchange.of(context, request, settings);
      report.exchange(trial);
      failure = trial.failure();
    } else {
      failure = refusal(planned);
    }
    int printed = context.report(report.sections());
    if (failure.isPresent()) {
      throw failure.get();
    }
    return printed;
  }

  /** The failure; if it is about the assumed service account, with how to name another. */
  private static CredentialException namingAssumed(
      CredentialException e, Arguments arguments, CredentialProviderRequest request) {
    boolean assumed =
        request.serviceAccountToken().isEmpty()
            && mayAssume(arguments)
            && arguments.text(ExplainOptions.SERVICE_ACCOUNT).isEmpty();
    String account = arguments.get(ExplainOptions.SERVICE_ACCOUNT);
    return assumed && e.line().contains("service account")
        ? e.advising(
            "%s; %s is assumed, name another with --service-account"
                .formatted(e.hint().orElse(""), account))
        : e;
  }

  private static void requireTokenToSend(Arguments arguments, CredentialProviderRequest request) {
    if (arguments.get(ExplainOptions.EXCHANGE)
        && request.serviceAccountToken().isEmpty()
        && mayAssume(arguments)
        && PluginFlags.withoutToken(arguments).value() == Fallback.FAIL) {
      throw new CredentialException(
          Kind.USAGE,
          "--exchange needs a token to exchange, and none is given",
          "give --token=FILE, with what kubectl create token --audience=AUDIENCE prints");
    }
  }

  /** A request is what kubelet sends: a token that it lacks would not be there. */
  private static boolean mayAssume(Arguments arguments) {
    return !arguments.get(ExplainOptions.WITHOUT)
        && arguments.find(ExplainOptions.REQUEST).isEmpty();
  }

  /** The reason why the token would be rejected, if it would. */
  private static Optional<CredentialException> refusal(PlannedPull planned) {
    try {
      var _ = ValidatedPull.of(planned);
      return Optional.empty();
    } catch (CredentialException e) {
      return Optional.of(e);
    }
  }

  private static Optional<UnverifiedClaims> assumed(
      CommandContext context,
      RegistryCredentialProvider provider,
      RegistryHost host,
      ConfiguredProviders configured) {
    Arguments arguments = context.arguments();
    // What is sent must be what is shown.
    if (!mayAssume(arguments) || arguments.get(ExplainOptions.EXCHANGE)) {
      return Optional.empty();
    }
    return Optional.of(
        AssumedClaims.of(
            arguments.get(ExplainOptions.SERVICE_ACCOUNT),
            provider.entry(host, Optional.empty(), configured.settings(provider)).audience(),
            context.clock().instant()));
  }
}
