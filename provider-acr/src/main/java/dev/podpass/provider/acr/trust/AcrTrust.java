// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.provider.acr.AcrCloud;
import dev.podpass.provider.acr.AcrOptions;
import dev.podpass.provider.acr.AcrRegistryHost;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.ShortHash;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Azure trust setup for a service account: a user-assigned managed identity with a federated
 * credential for the subject, or an identity binding of AKS, and a role on each registry.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation">workload
 *     identity federation of Entra ID</a>
 */
public final class AcrTrust implements TrustGuide {
  private static final TrustScripts SCRIPTS = TrustScripts.beside(AcrTrust.class, "", "az.sh");

  @Override
  public String provider() {
    return "acr";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return AcrTrustOptions.all();
  }

  @Override
  public Trust trust(TrustRequest request) {
    ProviderSettings settings = request.settings();
    AcrTrustOptions.requireConsistent(settings);
    AcrCloud cloud = cloud(request);
    List<String> registries =
        request.images().stream().map(image -> registry(image, settings)).distinct().toList();
    String group = settings.get(AcrTrustOptions.RESOURCE_GROUP);
    String unique = request.resource();
    String identity = text(settings, AcrTrustOptions.IDENTITY).orElse(unique);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", cloud.tokenAudience());
    values.put("client_annotation", settings.get(AcrOptions.CLIENT_ID_ANNOTATIONS).getFirst());
    values.put("tenant_annotation", settings.get(AcrOptions.TENANT_ID_ANNOTATIONS).getFirst());
    values.put("group", group);
    values.put("subscription", text(settings, AcrTrustOptions.SUBSCRIPTION).orElse(""));
    values.put("identity", identity);
    values.put("credential", unique + "-" + ShortHash.of(request.issuer()));
    values.put("registries", String.join(" ", registries));
    values.put("registry_subscription", values.getOrDefault("subscription", ""));
    values.put("role", text(settings, AcrTrustOptions.ROLE).orElse(""));
    values.put("cluster", text(settings, AcrTrustOptions.CLUSTER_NAME).orElse(""));
    values.put("cluster_group", text(settings, AcrTrustOptions.CLUSTER_GROUP).orElse(group));
    values.put("access", unique);
    return new Trust(
        request,
        "the managed identity " + identity,
        values,
        SCRIPTS,
        settings.find(AcrTrustOptions.CLUSTER_NAME).isPresent()
            ? Optional.empty()
            : Optional.of(new ModuleCall("acr", arguments(request, values, cloud))));
  }

  private static Map<String, Object> arguments(
      TrustRequest request, Map<String, String> values, AcrCloud cloud) {
    Map<String, Object> registries = new LinkedHashMap<>();
    String subscription = values.getOrDefault("subscription", "");
    for (String name : values.getOrDefault("registries", "").split(" ", -1)) {
      Map<String, Object> registry = new LinkedHashMap<>();
      registry.put(
          "id",
          "/subscriptions/%s/resourceGroups/GROUP/providers/Microsoft.ContainerRegistry/registries/%s"
              .formatted(subscription.isEmpty() ? "SUBSCRIPTION" : subscription, name));
      if (!values.getOrDefault("role", "").isEmpty()) {
        registry.put("role", values.getOrDefault("role", ""));
      }
      registries.put(name, registry);
    }
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("images", request.names());
    if (!values.getOrDefault("identity", "").equals(request.resource())) {
      account.put("identity", values.getOrDefault("identity", ""));
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("resource_group", values.getOrDefault("group", ""));
    arguments.put("location", "LOCATION");
    if (!cloud.tokenAudience().equals("api://AzureADTokenExchange")) {
      arguments.put("audience", values.getOrDefault("audience", ""));
    }
    arguments.put("clusters", Map.of("cluster", request.issuer()));
    arguments.put("registries", registries);
    arguments.put("service_accounts", Map.of(request.account(), account));
    return arguments;
  }

  private static Optional<String> text(ProviderSettings settings, ProviderOption<String> option) {
    return settings.find(option).map(Sourced::value);
  }

  private static AcrCloud cloud(TrustRequest request) {
    List<AcrCloud> clouds =
        request.images().stream()
            .map(image -> host(image, request.settings()).cloud())
            .distinct()
            .toList();
    if (clouds.size() > 1) {
      throw new CredentialException(
          Kind.USAGE,
          "the images are in registries of several clouds",
          "give the images of one cloud at a time");
    }
    return clouds.getFirst();
  }

  private static AcrRegistryHost host(ImageReference image, ProviderSettings settings) {
    return AcrRegistryHost.find(image.registry(), settings)
        .orElseThrow(() -> new IllegalArgumentException(image.name() + " is not of ACR"));
  }

  /** A domain name label's hash is not part of the registry's name. */
  private static String registry(ImageReference image, ProviderSettings settings) {
    String server = host(image, settings).loginServer();
    return server.substring(0, server.indexOf('.')).split("-", -1)[0];
  }
}
