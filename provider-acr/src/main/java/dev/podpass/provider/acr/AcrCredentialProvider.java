// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.image.RegistryHost;
import dev.podpass.provider.acr.AccessTokenPlan.Federated;
import dev.podpass.provider.acr.AccessTokenPlan.NodeIdentity;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Credentials for Azure Container Registry. */
public final class AcrCredentialProvider implements RegistryCredentialProvider {
  private final AcrTokenExchange sdk;

  /** For {@link java.util.ServiceLoader}. */
  public AcrCredentialProvider() {
    // Not a method reference: to plan must not load the SDK.
    this((plan, token, connections) ->
        SdkAcrTokenExchange.INSTANCE.exchange(plan, token, connections));
  }

  AcrCredentialProvider(AcrTokenExchange sdk) {
    this.sdk = sdk;
  }

  @Override
  public String id() {
    return "acr";
  }

  @Override
  public Set<String> pluginNames() {
    return Set.of("acr-credential-provider");
  }

  @Override
  public List<ProviderOption<?>> options() {
    return AcrOptions.all();
  }

  /** Clouds differ in the audience, of which an entry has one: it is for one cloud. */
  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    AcrCloud cloud = AcrCloud.served(settings).getFirst();
    return new KubeletProfile(
        List.of("*." + cloud.registrySuffix(), "*.*.geo." + cloud.registrySuffix()),
        cloud.tokenAudience(),
        Stream.of(AcrOptions.CLIENT_ID_ANNOTATIONS, AcrOptions.TENANT_ID_ANNOTATIONS)
            .flatMap(option -> settings.get(option).stream())
            .toList(),
        KubeletProfile.CacheType.SERVICE_ACCOUNT);
  }

  @Override
  public Optional<TrustGuide> trust() {
    return Optional.of(new AcrTrust());
  }

  @Override
  public boolean serves(RegistryHost host, ProviderSettings settings) {
    return AcrRegistryHost.find(host, settings).isPresent();
  }

  @Override
  public ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    AcrRegistryHost host = AcrRegistryHost.find(request.image().registry(), settings).orElseThrow();
    Optional<AzureConfig> config =
        settings.find(AcrOptions.AZURE_CONFIG).map(file -> file.value().config());
    Optional<Sourced<TenantId>> nodeTenant =
        config.filter(node -> node.isOf(host.cloud())).flatMap(AzureConfig::tenant);
    var named = AcrIdentity.find(request, settings, nodeTenant);
    String howToName = AcrIdentity.howToName(settings);
    return switch (IdentityChoice.of(request, named, settings, howToName)) {
      case Named(AcrIdentity identity) ->
          new AcrPlan(
              request.image(),
              host,
              new Federated(identity, request.claims().orElseThrow().subject(), host.cloud()),
              sdk);
      case Node() -> new AcrPlan(request.image(), host, node(config, host, settings), sdk);
      case Anonymous() -> new AnonymousPlan(request.image().registry());
    };
  }

  private static NodeIdentity node(
      Optional<AzureConfig> config, AcrRegistryHost host, ProviderSettings settings) {
    Optional<Sourced<ManagedIdentityId>> managed = settings.find(AcrOptions.NODE_IDENTITY);
    config.ifPresent(node -> requireUsable(node, host, managed.isPresent()));
    return new NodeIdentity(
        managed.or(() -> config.flatMap(AzureConfig::managed)),
        config.flatMap(AzureConfig::tenant).map(Sourced::value),
        settings.get(AcrOptions.METADATA_ENDPOINT));
  }

  private static void requireUsable(AzureConfig node, AcrRegistryHost host, boolean managed) {
    if (!node.isOf(host.cloud())) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the node cannot pull from %s: by %s it is in another cloud, whose tokens do not count there"
              .formatted(host.name(), node.file()),
          "name an identity of that cloud for the pod");
    }
    if (node.servicePrincipal() && !managed) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the node cannot pull: by %s it has a service principal, and podpass uses no client secrets"
              .formatted(node.file()),
          "give the node a managed identity, and name it with --acr-node-identity");
    }
  }
}
