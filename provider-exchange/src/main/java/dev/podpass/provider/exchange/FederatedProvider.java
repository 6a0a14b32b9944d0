// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.AnonymousPlan;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.IdentityChoice;
import dev.podpass.spi.IdentityChoice.Anonymous;
import dev.podpass.spi.IdentityChoice.Named;
import dev.podpass.spi.IdentityChoice.Node;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.ServedRegistry;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the providers of this package have in common: registries that the operator names, one
 * audience, and no identity of the node.
 */
abstract class FederatedProvider implements RegistryCredentialProvider {
  private final EntryOptions entry;

  FederatedProvider(EntryOptions entry) {
    this.entry = entry;
  }

  @Override
  public final String id() {
    return entry.id();
  }

  @Override
  public final Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings) {
    return entry.serves(host, settings)
        ? Optional.of(request -> plan(request, settings))
        : Optional.empty();
  }

  @Override
  public final List<RegistryHost> namedRegistries(ProviderSettings settings) {
    return entry.named(settings);
  }

  @Override
  public final boolean ownsAudience(String audience) {
    return entry.owns(audience);
  }

  /** A service's own registry has public images beside its customers'. */
  @Override
  public final boolean mayBePublic(RegistryHost host) {
    return entry.owns(host.name());
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    settings.fallbacks().requireNoNode(id());
    return KubeletProfile.of(
        entry.registries(settings).stream().map(RegistryHost::toString).toList(),
        entry.audience(settings));
  }

  private ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    var named = named(request, settings);
    return switch (IdentityChoice.of(request, named, settings, howToName(settings))) {
      case Named(Function<UnverifiedClaims, PodTokenPlan> plan, UnverifiedClaims claims) ->
          plan.apply(claims);
      case Node() -> throw FallbackPolicy.noNode(id());
      case Anonymous() -> new AnonymousPlan(request.image().registry());
    };
  }

  /** The plan with the pod's token, if an identity is named for the pod. */
  abstract Optional<Function<UnverifiedClaims, PodTokenPlan>> named(
      CredentialRequest request, ProviderSettings settings);

  /** The identity of a pod: what names it at the registry, in order. */
  static Identity identity(CredentialRequest request, Stream<Part> parts) {
    return new Identity(request.image().registry(), "registry", parts.toList());
  }

  /** The subject of the pod's token, by which the registry knows the pod. */
  static Part subject(UnverifiedClaims claims) {
    return new Part("subject", new Sourced<>(claims.subject(), "the token"));
  }

  final String audience(ProviderSettings settings) {
    return entry.audience(settings);
  }

  /** The hint for a pod without an identity. */
  abstract String howToName(ProviderSettings settings);
}
