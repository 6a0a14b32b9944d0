// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.trust;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.Invocation;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.ExplainOptions;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command {@code trust PROVIDER}: prints the trust setup for one cloud.
 *
 * @param provider the provider
 * @param guide the provider's guide
 */
record ProviderTrustCommand(RegistryCredentialProvider provider, TrustGuide guide)
    implements Command {
  private static final Flag<String> ISSUER =
      Flag.plain(
          ProviderOption.of(
              "issuer",
              "URL",
              "The issuer of the cluster's tokens (kubectl get --raw"
                  + " /.well-known/openid-configuration).",
              TrustRequest::requireIssuer));

  private static final Flag<String> SERVICE_ACCOUNT =
      Flag.plain(
          ProviderOption.of(
              "service-account",
              "NAMESPACE/NAME",
              "The service account to trust.",
              ExplainOptions::account));

  private static final Flag<ImageReference> IMAGE =
      Flag.plain(
          ProviderOption.of(
              "image", "IMAGE", "An image that it pulls; may be repeated.", ImageReference::parse));

  private static final Flag<Boolean> TERRAFORM =
      Flag.plain(ProviderOption.flag("terraform", "Print a Terraform module instead of a script."));

  private static final Flag<Boolean> REMOVE =
      Flag.plain(
          ProviderOption.flag(
              "remove",
              "Print the script that removes what the other one adds, and nothing else."));

  @Override
  public CommandSpec spec(Providers providers) {
    HelpText help =
        HelpText.of(
                this,
                provider.id(),
                "Print what the registries of "
                    + provider.id()
                    + " need to trust a service account.",
                "Nothing is sent: read it, then run it.")
            .flags(ISSUER, SERVICE_ACCOUNT, IMAGE, TERRAFORM, REMOVE);
    guide.options().forEach(option -> help.flags(Flag.plain(option)));
    return help.providerFlags(List.of(provider))
        .examples(
            providers,
            "podpass trust %s --issuer=https://oidc.example.com/cluster \\"
                .formatted(provider.id()),
            "  --service-account=team-a/app --image=registry/team-a/app | less")
        .exits(
            "0   printed",
            "64  an option is wrong or missing",
            "65  the image is not of this provider",
            "78  an option of the provider is missing");
  }

  @Override
  public int run(Invocation invocation) {
    Arguments arguments = invocation.arguments();
    SettingsReader reader = invocation.settingsOfArguments();
    ProviderSettings settings =
        reader.readProviders(Providers.of(List.of(provider))).settings(provider);
    for (ProviderOption<?> option : guide.options()) {
      settings = reader.set(settings, Flag.plain(option));
    }
    List<ImageReference> images = arguments.all(IMAGE).stream().distinct().toList();
    if (images.isEmpty()) {
      throw missing(IMAGE);
    }
    for (ImageReference image : images) {
      requireServed(image, settings);
    }
    String[] account = required(arguments, SERVICE_ACCOUNT).split("/", -1);
    TrustRequest request =
        new TrustRequest(required(arguments, ISSUER), account[0], account[1], images, settings);
    return invocation.print(text(request, arguments.get(TERRAFORM), arguments.get(REMOVE)));
  }

  private String text(TrustRequest request, boolean terraform, boolean remove) {
    if (terraform && remove) {
      throw new CredentialException(
          Kind.USAGE,
          "--terraform and --remove exclude each other",
          "remove the module from the configuration; terraform apply removes what it added");
    }
    if (remove) {
      return guide.removal(request);
    }
    return terraform ? guide.terraform(request) : guide.shell(request);
  }

  private void requireServed(ImageReference image, ProviderSettings settings) {
    if (provider.serve(image.registry(), settings).isEmpty()) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "the registry %s is not one of %s".formatted(image.registry(), provider.id()));
    }
  }

  private static <T> T required(Arguments arguments, Flag<T> flag) {
    return arguments.find(flag).orElseThrow(() -> missing(flag));
  }

  private static CredentialException missing(Flag<?> flag) {
    return new CredentialException(
        Kind.USAGE,
        flag.name() + " is missing",
        "give " + flag.name() + "=" + flag.option().valueName());
  }
}
