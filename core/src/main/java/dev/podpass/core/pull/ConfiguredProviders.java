// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The active providers with their settings. {@code allowedAudiences} need not contain the host of a
 * registry.
 */
public record ConfiguredProviders(
    Providers providers,
    Map<String, ProviderSettings> settings,
    FallbackPolicy fallbacks,
    boolean perPod,
    Mirrors mirrors,
    List<String> allowedAudiences) {

  public ConfiguredProviders {
    settings = Map.copyOf(settings);
    allowedAudiences = List.copyOf(allowedAudiences);
  }

  /** Where an image is pulled from; Docker Hub's have kubelet's names, if that is served. */
  public Route route(String image) {
    String expanded = DockerHub.expand(image);
    return mirrors.route(
        !expanded.equals(image) && find(DockerHub.HOST).isPresent() ? expanded : image);
  }

  public RegistryCredentialProvider serving(Route route) {
    RegistryHost host = route.effective().registry();
    List<Mirror> others = route.mirror().isPresent() ? List.of() : mirrors.of(host).toList();
    if (!others.isEmpty() && providers.find(host, this::settings).isEmpty()) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "no --mirror covers the image %s (configured: %s)"
              .formatted(route.requested().name(), new Mirrors(others)),
          "add one, or narrow matchImages in the kubelet's CredentialProviderConfig to "
              + String.join(", ", new Mirrors(others).matchImages()));
    }
    return providers.serving(host, this::settings);
  }

  public Optional<RegistryCredentialProvider> find(RegistryHost host) {
    return providers.find(host, this::settings);
  }

  /** The mirrors whose target a provider serves. */
  public Mirrors mirrors(RegistryCredentialProvider provider) {
    return new Mirrors(
        mirrors.all().stream()
            .filter(mirror -> serves(provider, mirror.target().registry()))
            .toList());
  }

  /** Returns itself, if there is a provider for the target of each mirror. */
  public ConfiguredProviders requiringMirrorsServed() {
    for (Mirror mirror : mirrors.all()) {
      RegistryHost target = mirror.target().registry();
      if (providers.find(target, this::settings).isEmpty()) {
        throw new CredentialException(
            Kind.USAGE,
            "the target of the mirror %s has no provider: none of %s serves the registry %s"
                .formatted(mirror, providers.ids(), target),
            providers
                .correction(target, this::settings)
                .orElse("name a registry of one of them as the target"));
      }
    }
    return this;
  }

  /** Returns itself, if no registry that an option names is another provider's too. */
  public ConfiguredProviders requiringHostsApart() {
    for (RegistryCredentialProvider provider : providers.all()) {
      for (RegistryHost host : named(provider)) {
        var _ = providers.find(host, this::settings);
      }
    }
    return this;
  }

  /** The same on another machine than the node, whose files are assumed to be right. */
  public ConfiguredProviders assumingNodeFiles(Consumer<String> assumed) {
    Map<String, ProviderSettings> other = new HashMap<>(settings);
    for (RegistryCredentialProvider provider : providers.all()) {
      provider
          .assumingNodeFiles(settings(provider))
          .ifPresent(assuming -> {
            other.put(provider.id(), assuming.value());
            assumed.accept(assuming.source());
          });
    }
    return new ConfiguredProviders(providers, other, fallbacks, perPod, mirrors, allowedAudiences);
  }

  public ProviderSettings settings(RegistryCredentialProvider provider) {
    ProviderSettings set = settings.get(provider.id());
    if (set == null) {
      throw new IllegalArgumentException("no settings for provider " + provider.id());
    }
    return set;
  }

  /** Whether a provider serves a registry. */
  public boolean serves(RegistryCredentialProvider provider, RegistryHost host) {
    return Providers.serves(provider, host, settings(provider));
  }

  /** The registries that the operator has named for a provider. */
  public List<RegistryHost> named(RegistryCredentialProvider provider) {
    return Providers.hosts(provider, settings(provider)).map(Hosts::named).orElse(List.of());
  }

  /** Plans a pull from a provider's registry, without a push. */
  public PullPlan plan(
      RegistryCredentialProvider provider,
      ImageReference image,
      Optional<UnverifiedClaims> claims,
      Map<String, String> annotations) {
    return planner(provider).plan(image, claims, annotations, List.of());
  }

  PullPlan.Planner planner(RegistryCredentialProvider provider) {
    return new PullPlan.Planner(provider, settings(provider), fallbacks);
  }

  /** The fields of kubelet's configuration for a provider, whose audience must be its own. */
  public Entry kubelet(RegistryCredentialProvider provider) {
    settings(provider).requireAll(provider.id(), provider.options());
    return shared(provider.entry(settings(provider)), provider);
  }

  /** The kubelet configuration for one registry, and the audience of the token at hand. */
  public Entry kubelet(
      RegistryHost host, Optional<UnverifiedClaims> claims, RegistryCredentialProvider provider) {
    settings(provider).requireAll(provider.id(), provider.options());
    return shared(provider.entry(host, claims, settings(provider)), provider);
  }

  /** Requires that a plan's tokens are of use to its provider's service alone. */
  void requireOwnAudiences(
      PullPlan plan, RegistryCredentialProvider provider, Optional<UnverifiedClaims> claims) {
    Optional<String> issuer = claims.map(UnverifiedClaims::issuer);
    for (String audience : plan.audiences()) {
      requireOwn(audience, provider, issuer);
    }
  }

  private void requireOwn(
      String audience, RegistryCredentialProvider provider, Optional<String> issuer) {
    providers.requireOwn(audience, provider, settings, issuer);
    List<RegistryHost> hosts = named(provider);
    if (!provider.takesAnyAudience()
        || AudienceOwner.names(audience, hosts)
        || allowedAudiences.contains(audience)) {
      return;
    }
    throw new CredentialException(
        Kind.CONFIGURATION,
        "the audience %s of the provider %s does not contain the host of a registry of it (%s): a service that takes this audience would take the pod's token from the registry"
            .formatted(
                audience,
                provider.id(),
                hosts.stream().map(RegistryHost::name).collect(Collectors.joining(", "))),
        "set an audience that contains the host, here and in serviceAccountTokenAudience, or set"
            + " --allow-audience="
            + audience);
  }

  private Entry shared(Entry entry, RegistryCredentialProvider provider) {
    fallbacks.requireNodes(provider, settings(provider));
    requireOwn(entry.audience(), provider, Optional.empty());
    Entry whole = entry.matchingToo(mirrors(provider).matchImages());
    return perPod ? whole.perPod() : whole;
  }
}
