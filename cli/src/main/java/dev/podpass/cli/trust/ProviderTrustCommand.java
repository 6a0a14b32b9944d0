// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.trust;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.KubernetesNames;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.cli.report.TextBlock;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
              KubernetesNames::account));

  private static final Flag<String> NAMESPACE =
      Flag.plain(
          ProviderOption.of(
              "namespace",
              "NAME",
              "Trust every service account of this namespace, including later"
                  + " ones; for ecr, and for gar on GKE.",
              KubernetesNames::namespace));

  private static final Flag<ImageReference> IMAGE =
      Flag.plainList(
          ProviderOption.of(
              "image", "IMAGE", "An image that it pulls; may be repeated.", ImageReference::parse));

  private static final Flag<Boolean> TERRAFORM =
      Flag.plain(
          ProviderOption.flag(
              "terraform", "Print the call of the Terraform module instead of a script."));

  private static final Flag<Boolean> REMOVE =
      Flag.plain(ProviderOption.flag("remove", "Print the script that revokes the trust instead."));

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
            .flags(ISSUER, SERVICE_ACCOUNT, NAMESPACE, IMAGE, TERRAFORM, REMOVE, TokenOptions.JSON);
    guide.options().forEach(option -> help.flags(Flag.plain(option)));
    return help.providerFlags(provider)
        .examples(
            providers,
            "podpass trust %s --issuer=https://oidc.example.com/cluster \\"
                .formatted(provider.id()),
            "  --service-account=team-a/app --image=registry/team-a/app | less")
        .exits(
            "0   printed",
            "64  an option is wrong or missing",
            "65  the image is not of this provider");
  }

  @Override
  public int run(CommandContext context) {
    Arguments arguments = context.arguments();
    SettingsReader reader = context.settingsOfArguments();
    ProviderSettings settings =
        usage(() -> reader.readProviders(Providers.of(List.of(provider))).settings(provider));
    for (ProviderOption<?> option : guide.options()) {
      settings = reader.set(settings, Flag.plain(option));
    }
    List<ImageReference> images = arguments.all(IMAGE).stream().distinct().toList();
    for (ImageReference image : images) {
      requireServed(context, image, settings);
    }
    requireAll(arguments);
    String[] account = account(arguments).split("/", -1);
    TrustRequest request =
        new TrustRequest(arguments.get(ISSUER), account[0], account[1], images, settings);
    String text = usage(() -> text(request, arguments.get(TERRAFORM), arguments.get(REMOVE)));
    if (request.isForNamespace() && !arguments.get(REMOVE)) {
      context
          .notes()
          .note(
              "warning: every service account in %s can pull these images, also new ones"
                  .formatted(request.namespace()));
    }
    if (!arguments.get(TokenOptions.JSON)) {
      return context.print(text);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("provider", provider.id());
    facts.put("issuer", request.issuer());
    facts.put("subject", request.subject());
    facts.put("images", images.stream().map(ImageReference::name).toList());
    facts.put(
        arguments.get(TERRAFORM) ? "terraform" : "script",
        new TextBlock(text, text.lines().toList()));
    return context.report(facts);
  }

  /** An option that is missing is a usage error, also where the provider finds it. */
  private static <T> T usage(Supplier<T> work) {
    try {
      return work.get();
    } catch (CredentialException e) {
      throw e.kind() == Kind.CONFIGURATION ? e.as(Kind.USAGE) : e;
    }
  }

  /** Namespace and name, or a star for every one of the namespace. */
  private String account(Arguments arguments) {
    Optional<String> namespace = arguments.find(NAMESPACE);
    if (namespace.isEmpty()) {
      return arguments.get(SERVICE_ACCOUNT);
    }
    if (arguments.find(SERVICE_ACCOUNT).isPresent()) {
      throw new CredentialException(
          Kind.USAGE, "--namespace and --service-account exclude each other", "choose one of them");
    }
    if (!guide.trustsNamespaces()) {
      throw new CredentialException(
          Kind.USAGE,
          "the cloud of %s trusts single service accounts only".formatted(provider.id()),
          "give --service-account, once for each");
    }
    return namespace.get() + "/" + TrustRequest.ALL;
  }

  private String text(TrustRequest request, boolean terraform, boolean remove) {
    if (terraform && remove) {
      throw new CredentialException(
          Kind.USAGE,
          "--terraform and --remove exclude each other",
          "remove the call of the module; terraform apply removes what it added");
    }
    Trust trust = guide.trust(request);
    if (remove) {
      return trust.removal();
    }
    return terraform ? trust.terraform() : trust.shell();
  }

  private void requireServed(
      CommandContext context, ImageReference image, ProviderSettings settings) {
    if (provider.serve(image.registry(), settings).isPresent()) {
      return;
    }
    String hint =
        context.providers().all().stream()
            .filter(other -> other.serve(image.registry(), noneSet(settings)).isPresent())
            .map(other -> "use podpass trust " + other.id())
            .findFirst()
            .or(() ->
                provider.options().stream()
                    .filter(option -> option.name().equals("registry"))
                    .map(_ -> "name it with --registry")
                    .findFirst())
            .or(() -> provider.correction(image.registry(), settings))
            .orElse("give an image of another registry");
    throw new CredentialException(
        Kind.BAD_REQUEST,
        "the registry %s is not one of %s".formatted(image.registry(), provider.id()),
        hint);
  }

  private static ProviderSettings noneSet(ProviderSettings settings) {
    return ProviderSettings.with(settings.fallbacks());
  }

  /** Names all that is missing at once. */
  private static void requireAll(Arguments arguments) {
    Flag<?> account = arguments.find(NAMESPACE).isPresent() ? NAMESPACE : SERVICE_ACCOUNT;
    List<Flag<?>> missing =
        Stream.of(IMAGE, account, ISSUER).filter(flag -> arguments.text(flag).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new CredentialException(
          Kind.USAGE,
          missing.stream().map(Flag::name).collect(Collectors.joining(", "))
              + (missing.size() == 1 ? " is missing" : " are missing"),
          "give "
              + missing.stream()
                  .map(flag -> flag.name() + "=" + flag.option().valueName())
                  .collect(Collectors.joining(" ")));
    }
  }
}
