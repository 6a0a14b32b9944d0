// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

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
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.ServedRegistry;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

public final class AcrCredentialProvider implements RegistryCredentialProvider {
  /** AKS: an issuer, or the address of a cluster. */
  private static final Pattern API_SERVER =
      Pattern.compile(
          "https://[^/]+\\.oic\\.prod-aks\\.azure\\.[a-z]+/.+"
              + "|(?:https://)?[^/]+\\.(?:azmk8s\\.io|cx\\.aks\\.containerservice\\.azure\\.us"
              + "|cx\\.prod\\.service\\.azk8s\\.cn)(?::[0-9]+)?(?:/.*)?");

  @Override
  public String id() {
    return "acr";
  }

  @Override
  public Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.of(AcrReplacedPlugin.INSTANCE);
  }

  /** Of Azure Workload Identity; its authority is left out, for that follows from the registry. */
  @Override
  public Optional<PodVariables> podVariables() {
    return Optional.of(
        new PodVariables(
            "AZURE_FEDERATED_TOKEN_FILE",
            Map.of(
                "AZURE_CLIENT_ID", "--acr-client-id",
                "AZURE_TENANT_ID", "--acr-tenant-id")));
  }

  @Override
  public List<ProviderOption<?>> options() {
    return AcrOptions.all();
  }

  /** Audiences differ between clouds, and an entry has one audience: an entry is for one cloud. */
  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return kubelet(AcrCloud.served(settings).getFirst(), settings);
  }

  @Override
  public KubeletProfile kubelet(CredentialRequest request, ProviderSettings settings) {
    return AcrRegistryHost.find(request.image().registry(), settings)
        .map(host -> kubelet(host.cloud(), settings))
        .orElseGet(() -> kubelet(settings));
  }

  private static KubeletProfile kubelet(AcrCloud cloud, ProviderSettings settings) {
    // The tenant is not part of a request for an identity binding.
    Stream<ProviderOption<List<String>>> options =
        IdentityBinding.find(settings).isPresent()
            ? Stream.of(AcrOptions.CLIENT_ID_ANNOTATIONS)
            : Stream.of(AcrOptions.CLIENT_ID_ANNOTATIONS, AcrOptions.TENANT_ID_ANNOTATIONS);
    List<String> keys = options.flatMap(option -> settings.get(option).stream()).toList();
    return KubeletProfile.of(AcrRegistryHost.matchImages(cloud), cloud.tokenAudience())
        .withAnnotationKeys(keys);
  }

  @Override
  public Optional<Sourced<ProviderSettings>> assumingNodeFiles(ProviderSettings settings) {
    Optional<Sourced<Supplier<AzureConfig>>> file = settings.find(AcrOptions.AZURE_CONFIG);
    return file.flatMap(loaded ->
        AzureConfig.assumed(loaded.value(), AcrCloud.served(settings).getFirst().known())
            .map(assumed ->
                loaded.map(_ ->
                    settings.withParsed(AcrOptions.AZURE_CONFIG, loaded.map(_ -> () -> assumed)))));
  }

  @Override
  public Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings) {
    return AcrRegistryHost.find(host, settings)
        .map(found -> request -> plan(request, found, settings));
  }

  /** Entra ID's in every cloud, those of identity bindings, and of OpenShift's ccoctl. */
  @Override
  public boolean ownsAudience(String audience) {
    return audience.startsWith("api://azureadtokenexchange")
        || audience.equalsIgnoreCase(IdentityBinding.AUDIENCE)
        || audience.equals("openshift");
  }

  @Override
  public boolean isApiServer(String audience) {
    return API_SERVER.matcher(audience).matches();
  }

  @Override
  public Optional<String> correction(RegistryHost host, ProviderSettings settings) {
    return AcrRegistryHost.correction(host.name());
  }

  private static ExchangePlan plan(
      CredentialRequest request, AcrRegistryHost host, ProviderSettings settings) {
    Optional<AzureConfig> config = settings.findValue(AcrOptions.AZURE_CONFIG).map(Supplier::get);
    Optional<Sourced<TenantId>> nodeTenant =
        config.filter(node -> node.isOf(host.cloud())).flatMap(AzureConfig::tenant);
    var named = named(request, host, nodeTenant, settings);
    String howToName = AcrIdentity.howToName(settings);
    return switch (IdentityChoice.of(request, named, settings, howToName)) {
      case Named(Function<UnverifiedClaims, ExchangePlan> plan, UnverifiedClaims claims) ->
          plan.apply(claims);
      case Node() -> AcrNodePlan.of(host, config, settings);
      case Anonymous() -> new AnonymousPlan(request.image().registry());
    };
  }

  /** The plan with the pod's token, if an identity is named for the pod. */
  private static Optional<Function<UnverifiedClaims, ExchangePlan>> named(
      CredentialRequest request,
      AcrRegistryHost host,
      Optional<Sourced<TenantId>> nodeTenant,
      ProviderSettings settings) {
    Optional<IdentityBinding> binding = IdentityBinding.find(settings);
    if (binding.isPresent()) {
      Optional<TenantId> tenant =
          settings.find(AcrOptions.TENANT_ID).or(() -> nodeTenant).map(Sourced::value);
      AcrTarget target = new AcrTarget(host, tenant);
      return AcrOptions.CLIENT
          .find(request, settings)
          .map(client ->
              claims -> new AcrBindingPlan(target, client, binding.get(), claims.subject()));
    }
    return AcrIdentity.find(request, settings, nodeTenant)
        .map(identity -> {
          AcrTarget target = new AcrTarget(host, Optional.of(identity.tenant().value()));
          return claims -> new AcrFederatedPlan(target, identity, claims.subject());
        });
  }
}
