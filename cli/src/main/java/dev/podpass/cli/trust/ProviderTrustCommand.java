// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.trust;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.process.BuildInfo;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.token.AcceptedAlgorithms;
import dev.podpass.core.token.TrustedJwks;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code trust PROVIDER}: prints the trust setup for one cloud. */
record ProviderTrustCommand(RegistryCredentialProvider provider, TrustGuide guide)
    implements Command {
  private static final Flag<String> ISSUER =
      Flag.plain(
          ProviderOption.of(
              "issuer",
              "URL",
              "The issuer of the cluster's tokens (kubectl get --raw"
                  + " /.well-known/openid-configuration).",
              ProviderOption.matching("https://[A-Za-z0-9._~:/-]+", "must be an https URL")));

  private static final Flag<String> SERVICE_ACCOUNT =
      Flag.plain(
          ProviderOption.of(
              "service-account",
              "NAMESPACE/NAME",
              "The service account to trust; NAMESPACE/* for all of the namespace, also later ones,"
                  + " with ecr and alibaba, and with gar on GKE.",
              ProviderOption.matching(
                  "%s/(\\*|%s)"
                      .formatted(
                          ServiceAccountSubject.NAMESPACE_NAME,
                          ServiceAccountSubject.SERVICE_ACCOUNT_NAME),
                  "must be NAMESPACE/NAME, or NAMESPACE/*")));

  private static final Flag<ImageReference> IMAGE =
      Flag.plainList(
          ProviderOption.of(
              "image", "IMAGE", "An image that it pulls; may be repeated.", ImageReference::parse));

  private static final Flag<String> SET =
      Flag.plainList(
          ProviderOption.of(
              "set",
              "NAME=VALUE",
              "Assign this to a variable that the script begins with; may be repeated.",
              ProviderOption.matching("[a-z_]+=.*", "must be NAME=VALUE")));

  private static final Flag<Path> KEYS =
      Flag.plain(
          ProviderOption.of(
              "token-jwks",
              "FILE",
              "The issuer's keys (kubectl get --raw /openid/v1/jwks): warn if the cloud does not"
                  + " accept their signatures.",
              Path::of));

  private static final Flag<Boolean> TERRAFORM =
      Flag.plain(
          ProviderOption.flag(
              "terraform", "Print the call of the Terraform module instead of a script."));

  private static final Flag<Boolean> REMOVE =
      Flag.plain(ProviderOption.flag("remove", "Print the script that revokes the trust instead."));

  /** The tag of this build's release: what grants access does not follow a branch. */
  private static final String TAG =
      BuildInfo.CURRENT.version().endsWith("-SNAPSHOT") ? "TAG" : "v" + BuildInfo.CURRENT.version();

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            provider.id(),
            "Print what the registries of " + provider.id() + " need to trust a service account.",
            "Nothing is sent: read it, then run it.")
        .flags(ISSUER, SERVICE_ACCOUNT, IMAGE, KEYS, SET, TERRAFORM, REMOVE)
        .providerFlags(provider)
        .examples(
            providers,
            "podpass trust %s --issuer=https://oidc.example.com/cluster \\"
                .formatted(provider.id()),
            "  --service-account=team-a/app --image=IMAGE | less")
        .exits(
            "0   printed",
            "64  an option is wrong or missing",
            "65  the image is not of this provider");
  }

  @Override
  public int run(CommandContext context) {
    Arguments arguments = context.arguments();
    Providers own = context.providers().only(List.of(provider.id()));
    ProviderSettings settings = context.settingsOfArguments().readProviders(own).settings(provider);
    List<ImageReference> images = arguments.all(IMAGE).stream().distinct().toList();
    for (ImageReference image : images) {
      var _ = own.serving(image.registry(), _ -> settings);
    }
    requireAll(arguments);
    arguments.requireAtMostOne(TERRAFORM, REMOVE);
    arguments.requireAtMostOne(TERRAFORM, SET);
    String[] account = arguments.get(SERVICE_ACCOUNT).split("/", -1);
    TrustRequest request =
        new TrustRequest(arguments.get(ISSUER), account[0], account[1], images, settings);
    guide
        .issuer(settings)
        .filter(named -> !named.value().equals(request.issuer()))
        .ifPresent(named -> {
          throw TrustRequest.refused(
              "--issuer is not the issuer in %s, which is %s"
                  .formatted(named.source(), named.value()),
              "give the issuer of the cluster in both");
        });
    Trust trust = guide.trust(request).with(arguments.all(SET));
    if (request.isForNamespace() && !arguments.get(REMOVE)) {
      String all = "every service account in " + request.namespace();
      context.note("warning: " + all + " can pull these images, also new ones");
    }
    arguments
        .find(KEYS)
        .map(TrustedJwks::fromFile)
        .flatMap(new AcceptedAlgorithms(provider.tokenAlgorithms())::refusal)
        .ifPresent(e -> context.note("warning: " + e.line()));
    return context.print(
        arguments.get(TERRAFORM)
            ? trust.terraform(TAG)
            : arguments.get(REMOVE) ? trust.removal() : trust.shell());
  }

  /** Names all that is missing at once. */
  private static void requireAll(Arguments arguments) {
    String missing =
        Stream.of(IMAGE, SERVICE_ACCOUNT, ISSUER)
            .filter(flag -> arguments.text(flag).isEmpty())
            .map(flag -> flag.name() + "=" + flag.option().valueName())
            .collect(Collectors.joining(" "));
    if (!missing.isEmpty()) {
      throw TrustRequest.refused("an option is missing", "give " + missing);
    }
  }
}
