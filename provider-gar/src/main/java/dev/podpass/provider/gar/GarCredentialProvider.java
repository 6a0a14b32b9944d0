// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.image.RegistryHost;
import dev.podpass.provider.gar.AccessTokenPlan.AttachedServiceAccount;
import dev.podpass.spi.AnonymousPlan;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.IdentityChoice;
import dev.podpass.spi.IdentityChoice.Anonymous;
import dev.podpass.spi.IdentityChoice.Named;
import dev.podpass.spi.IdentityChoice.Node;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.TrustGuide;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Credentials for Google Artifact Registry, and for {@code gcr.io}, which it serves now. */
public final class GarCredentialProvider implements RegistryCredentialProvider {
  private final GarTokenExchange sdk;

  /** For {@link java.util.ServiceLoader}. */
  public GarCredentialProvider() {
    // Not a method reference: to plan must not load the SDK.
    this((plan, token, connections) ->
        SdkGarTokenExchange.INSTANCE.exchange(plan, token, connections));
  }

  GarCredentialProvider(GarTokenExchange sdk) {
    this.sdk = sdk;
  }

  @Override
  public String id() {
    return "gar";
  }

  @Override
  public Set<String> pluginNames() {
    return Set.of("auth-provider-gcp");
  }

  @Override
  public List<ProviderOption<?>> options() {
    return GarOptions.all();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return new KubeletProfile(
        matchImages(settings),
        tokenAudience(settings),
        Stream.concat(
                settings.get(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS).stream(),
                settings.find(GarOptions.REQUIRE_ANNOTATION).stream()
                    .flatMap(keys -> keys.value().stream()))
            .toList(),
        KubeletProfile.CacheType.SERVICE_ACCOUNT);
  }

  private static List<String> matchImages(ProviderSettings settings) {
    Universe universe = Universe.of(settings);
    List<String> patterns = new ArrayList<>();
    patterns.add("*-docker." + universe.registryDomain());
    patterns.add("docker.*.rep." + universe.registryDomain());
    if (universe.isPublic()) {
      GarRegistryHost.CONTAINER_REGISTRY.stream().sorted().forEach(patterns::add);
      if (settings.get(GarOptions.MARKETPLACE)) {
        patterns.add(GarRegistryHost.MARKETPLACE);
      }
    }
    return patterns;
  }

  private static String tokenAudience(ProviderSettings settings) {
    return settings
        .find(GarOptions.TOKEN_AUDIENCE)
        .map(Sourced::value)
        .or(() ->
            settings.find(GarOptions.AUDIENCE).map(audience -> audience.value().tokenAudience()))
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                "the audience of tokens for Artifact Registry is not known",
                "set --gar-audience to the workload identity pool provider"));
  }

  @Override
  public Optional<TrustGuide> trust() {
    return Optional.of(new GarTrust());
  }

  @Override
  public boolean serves(RegistryHost host, ProviderSettings settings) {
    return GarRegistryHost.find(host, settings).isPresent();
  }

  @Override
  public ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    var named = GarIdentity.find(request, settings);
    String howToName = GarIdentity.howToName(settings);
    return switch (IdentityChoice.of(request, named, settings, howToName)) {
      case Named(GarIdentity identity) ->
          new GarPlan(request.image(), AccessTokenPlan.of(identity, request, settings), sdk);
      case Node() ->
          new GarPlan(
              request.image(),
              new AttachedServiceAccount(settings.get(GarOptions.METADATA_HOST)),
              sdk);
      case Anonymous() -> new AnonymousPlan(request.image().registry());
    };
  }
}
