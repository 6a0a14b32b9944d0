// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.admin.oidc.OidcDiscovery;
import dev.podpass.admin.text.Facts;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.command.CommandNetwork;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.report.TokenFacts;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.core.token.TokenPolicy.IssuerRule;
import dev.podpass.core.token.TokenPolicy.SignatureRule;
import dev.podpass.core.token.TokenPolicy.TokenCheck;
import dev.podpass.core.token.TokenPolicy.TokenCheck.Verdict;
import dev.podpass.core.token.TrustedJwks;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code token}: shows a service account token's claims and validates it. */
public final class TokenCommand implements Command {
  private static final Flag<List<String>> AUDIENCE =
      Flag.plainList(
          ProviderOption.of(
              "audience",
              "AUDIENCE[,AUDIENCE]",
              "The expected audience; may be repeated: the token must have exactly one of them.",
              TokenCommand::audiences));

  private static final Flag<String> ISSUER =
      Flag.plain(
          ProviderOption.text(
              "issuer",
              "URL",
              "The expected issuer; its keys are fetched from there unless --token-jwks is"
                  + " given."));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "token",
            "Show the claims of a service account token, and check them.",
            "Reads FILE, or stdin. The token itself is never printed. What is not checked is"
                + " reported as unverified: the keys are those of --token-jwks or --issuer, never"
                + " those of the issuer that the token itself names.")
        .positional("FILE", "The token, as kubelet projects it.")
        .flags(
            AUDIENCE,
            ISSUER,
            PluginFlags.TOKEN_JWKS,
            PluginFlags.CA_BUNDLE,
            PluginFlags.DEADLINE,
            Usage.JSON)
        .examples(
            providers,
            "kubectl -n team-a create token app --audience=sts.amazonaws.com | podpass token",
            "podpass token --audience=sts.amazonaws.com --token-jwks=jwks.json /path/to/token",
            "podpass token --issuer=https://oidc.example.com/cluster --json token.jwt")
        .exits(
            "0   every check that could be made passed",
            "64  an option is wrong, or the file cannot be read",
            "65  it is not a service account token",
            "69  the issuer's keys cannot be fetched",
            "77  a check failed",
            "78  the keys or the issuer's documents cannot be used");
  }

  @Override
  public int run(CommandContext context) {
    Arguments arguments = context.arguments();
    ServiceAccountToken token =
        ServiceAccountToken.parse(
            ExplainRequest.token(context, arguments.positional().orElse("-")));
    Set<String> audiences = Set.copyOf(arguments.find(AUDIENCE).orElse(List.of()));
    List<TokenCheck> checks = policy(context).inspect(token, audiences);
    int printed =
        context.report(
            Facts.of(
                "token", TokenFacts.claims(token.claims(), context.clock().instant()),
                "checks", TokenFacts.checks(checks)));
    boolean failed = checks.stream().anyMatch(check -> check.verdict() == Verdict.FAILED);
    return failed ? Kind.DENIED.exitCode() : printed;
  }

  private static TokenPolicy policy(CommandContext context) {
    Optional<String> issuer = context.arguments().find(ISSUER);
    IssuerRule policy = TokenPolicy.at(context.clock());
    SignatureRule issued = issuer.map(policy::requiringIssuer).orElseGet(policy::anyIssuer);
    return keys(context, issuer)
        .map(issued::requiringSignature)
        .orElseGet(issued::unverifiedSignature);
  }

  private static Optional<TrustedJwks> keys(CommandContext context, Optional<String> issuer) {
    return context
        .arguments()
        .find(PluginFlags.TOKEN_JWKS)
        .map(TrustedJwks::fromFile)
        .or(() ->
            issuer.map(url -> {
              CommandNetwork network = context.network();
              network.progress("fetching the keys of " + url);
              return network.with(
                  context.settings(Log.NONE).readConnections(),
                  connections -> OidcDiscovery.fetch(url, connections));
            }));
  }

  private static List<String> audiences(String text) {
    List<String> audiences = List.of(text.split(",", -1));
    if (audiences.contains("")) {
      throw new IllegalArgumentException("must be AUDIENCE[,AUDIENCE]");
    }
    return audiences;
  }
}
