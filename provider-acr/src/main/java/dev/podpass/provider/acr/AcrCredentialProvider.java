// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.ImageReference;
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

  @Override
  public Hosts hosts(ProviderSettings settings) {
    return Hosts.matching(
        AcrRegistryHost.matchImages(AcrCloud.served(settings).getFirst()),
        host -> AcrRegistryHost.find(host, settings).isPresent());
  }

  /** Audiences differ between clouds, and an entry has one audience: an entry is for one cloud. */
  @Override
  public Entry entry(ProviderSettings settings) {
    return entry(AcrCloud.served(settings).getFirst(), settings);
  }

  @Override
  public Entry entry(
      RegistryHost host, Optional<UnverifiedClaims> claims, ProviderSettings settings) {
    return AcrRegistryHost.find(host, settings)
        .map(found -> entry(found.cloud(), settings))
        .orElseGet(() -> entry(settings));
  }

  private static Entry entry(AcrCloud cloud, ProviderSettings settings) {
    // The tenant is not part of a request for an identity binding.
    Stream<ProviderOption<List<String>>> options =
        IdentityBinding.find(settings).isPresent()
            ? Stream.of(AcrOptions.CLIENT_ID_ANNOTATIONS)
            : Stream.of(AcrOptions.CLIENT_ID_ANNOTATIONS, AcrOptions.TENANT_ID_ANNOTATIONS);
    Hosts hosts =
        Hosts.matching(
            AcrRegistryHost.matchImages(cloud),
            host ->
                AcrRegistryHost.find(host, settings)
                    .filter(found -> found.cloud().equals(cloud))
                    .isPresent());
    return Entry.of(hosts, cloud.tokenAudience())
        .withAnnotations(options.flatMap(option -> settings.get(option).stream()).toList());
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

  /** Entra ID's in every cloud, those of identity bindings, and of OpenShift's ccoctl. */
  @Override
  public boolean ownsAudience(String audience, ProviderSettings settings) {
    return audience.startsWith("api://azureadtokenexchange")
        || audience.equalsIgnoreCase(IdentityBinding.AUDIENCE)
        || audience.equals("openshift");
  }

  @Override
  public boolean isApiServer(String audience, ProviderSettings settings) {
    return API_SERVER.matcher(audience).matches();
  }

  @Override
  public Optional<String> correction(RegistryHost host, ProviderSettings settings) {
    return AcrRegistryHost.correction(host.name());
  }

  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    AcrRegistryHost host = AcrRegistryHost.find(pod.image().registry(), settings).orElseThrow();
    Optional<Sourced<TenantId>> nodeTenant =
        config(settings)
            .filter(node -> node.isOf(host.cloud().known()))
            .flatMap(AzureConfig::tenant);
    Optional<IdentityBinding> binding = IdentityBinding.find(settings);
    if (binding.isPresent()) {
      Optional<TenantId> tenant =
          settings.find(AcrOptions.TENANT_ID).or(() -> nodeTenant).map(Sourced::value);
      AcrTarget target = new AcrTarget(host, tenant);
      return AcrOptions.CLIENT
          .find(pod, settings)
          .map(client -> AcrBindingPlan.of(target, client, binding.get(), pod));
    }
    return AcrIdentity.find(pod, settings, nodeTenant)
        .map(identity ->
            AcrFederatedPlan.of(
                new AcrTarget(host, Optional.of(identity.tenant().value())), identity, pod));
  }

  private static Optional<AzureConfig> config(ProviderSettings settings) {
    return settings.findValue(AcrOptions.AZURE_CONFIG).map(Supplier::get);
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return AcrIdentity.howToName(settings);
  }

  @Override
  public Optional<Function<ImageReference, Exchange>> asNode(ProviderSettings settings) {
    return Optional.of(image ->
        AcrNodePlan.of(
            AcrRegistryHost.find(image.registry(), settings).orElseThrow(),
            config(settings),
            settings));
  }
}
