// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.AnonymousPlan;
import dev.podpass.spi.IdentityChoice;
import dev.podpass.spi.IdentityChoice.Anonymous;
import dev.podpass.spi.IdentityChoice.Named;
import dev.podpass.spi.IdentityChoice.Node;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.ServedRegistry;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Optional;

/** Credentials for one registry of the operator's own, which takes the pod's token itself. */
public final class TokenCredentialProvider implements RegistryCredentialProvider {
  static final ProviderOption<RegistryHost> REGISTRY =
      ProviderOption.of(
              "registry", "HOST[:PORT]", "The one registry that is served.", RegistryHost::parse)
          .required();

  static final ProviderOption<String> AUDIENCE =
      ProviderOption.text(
          "audience",
          "AUDIENCE",
          "What tokens must be meant for; the registry's host if not given.");

  static final ProviderOption<List<String>> USERNAME_ANNOTATIONS =
      ProviderOption.annotations("username-annotation", "The annotations that may name the user.")
          .withDefault("example.com/registry-username");

  static final ProviderOption<String> USERNAME =
      ProviderOption.text(
          "username", "NAME", "The user of service accounts without an annotation.");

  @Override
  public String id() {
    return "podtoken";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(REGISTRY, AUDIENCE, USERNAME_ANNOTATIONS, USERNAME);
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    RegistryHost registry = settings.require(id(), REGISTRY).value();
    return KubeletProfile.of(List.of(registry.toString()), audience(registry, settings))
        .withAnnotationKeys(settings.get(USERNAME_ANNOTATIONS))
        // Kubelet refuses an answer for a service account that is really for a token.
        .perPod();
  }

  @Override
  public Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings) {
    return settings
        .find(REGISTRY)
        .filter(registry -> registry.value().equals(host))
        .map(_ -> request -> plan(request, host, settings));
  }

  private static ExchangePlan plan(
      CredentialRequest request, RegistryHost registry, ProviderSettings settings) {
    Optional<Sourced<String>> username =
        request
            .firstAnnotation(settings.get(USERNAME_ANNOTATIONS))
            .or(() -> settings.find(USERNAME));
    return switch (IdentityChoice.of(request, username, settings, "set --podtoken-username")) {
      case Named(Sourced<String> user, var _) ->
          new TokenPlan(registry, user, audience(registry, settings));
      case Node() ->
          throw new CredentialException(
              Kind.CONFIGURATION,
              "nodes have no token of their own for " + registry,
              "choose fail or anonymous");
      case Anonymous() -> new AnonymousPlan(registry);
    };
  }

  private static String audience(RegistryHost registry, ProviderSettings settings) {
    return settings.find(AUDIENCE).map(Sourced::value).orElse(registry.name());
  }
}
