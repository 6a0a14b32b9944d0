// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.provider.acr.AcrOptions;
import dev.podpass.provider.acr.AcrRegistryHost;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.util.LinkedHashMap;
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
  private static final String GROUP = "podpass";
  private static final String REGISTRY =
      "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.ContainerRegistry/registries/";

  @Override
  public String provider() {
    return "acr";
  }

  @Override
  public Map<String, IdentityOptions<?>> identities() {
    return Map.of("client", AcrOptions.CLIENT);
  }

  @Override
  public Trust trust(TrustRequest request) {
    request.requireServiceAccount();
    ProviderSettings settings = request.settings();
    String audience =
        request.only("clouds", image -> host(image, settings).cloud()).tokenAudience();
    Optional<String> client =
        AcrOptions.CLIENT
            .byOperator(settings, request.namespace(), request.serviceAccount(), Map.of())
            .map(id -> id.value().text());
    boolean bound = settings.find(AcrOptions.BINDING_SNI).isPresent();
    if (!bound) {
      request.requireFetchable("Entra ID");
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("audience", audience);
    values.put("client_annotation", settings.get(AcrOptions.CLIENT_ID_ANNOTATIONS).getFirst());
    values.put("tenant_annotation", settings.get(AcrOptions.TENANT_ID_ANNOTATIONS).getFirst());
    values.put("group", GROUP);
    values.put("subscription", "");
    values.put("identity", request.resource());
    values.put("client_id", client.orElse(""));
    values.put("shared", "");
    values.put("credential", request.resource() + "-" + Sha256.brief(request.issuer()));
    values.put("registries", request.each(image -> host(image, settings).loginServer()));
    values.put("registry_subscription", "");
    values.put("role", "");
    values.put("cluster", bound ? Trust.UNSET : "");
    values.put("cluster_group", "");
    values.put("access", request.resource());
    return new Trust(
        request,
        client.map("the identity with the client id "::concat).orElse("a managed identity"),
        values,
        SCRIPTS,
        client.isPresent() || bound
            ? Optional.empty()
            : Optional.of(new ModuleCall("acr", arguments(request, audience))));
  }

  private static Map<String, Object> arguments(TrustRequest request, String audience) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("resource_group", GROUP);
    arguments.put("location", "LOCATION");
    ModuleCall.add(arguments, "audience", audience, "api://AzureADTokenExchange");
    Map<String, Object> registries = new LinkedHashMap<>();
    for (ImageReference image : request.images()) {
      String server = host(image, request.settings()).loginServer();
      // A domain name label's hash is not part of the registry's name.
      registries.put(server, Map.of("id", REGISTRY + server.split("[.-]", 2)[0]));
    }
    arguments.put("clusters", Map.of("cluster", request.issuer()));
    arguments.put("registries", registries);
    arguments.put("service_accounts", Map.of(request.account(), Map.of("images", request.names())));
    return arguments;
  }

  private static AcrRegistryHost host(ImageReference image, ProviderSettings settings) {
    return AcrRegistryHost.find(image.registry(), settings).orElseThrow();
  }
}
