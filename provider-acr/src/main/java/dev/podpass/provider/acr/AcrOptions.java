// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.http.MetadataAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

public final class AcrOptions {
  public static final ProviderOption<List<String>> CLIENT_ID_ANNOTATIONS =
      ProviderOption.annotations(
              "client-id-annotation",
              "The annotations that may name the client id of an application or a managed"
                  + " identity; the first one present counts.")
          .withDefault("kubernetes.azure.com/acr-client-id");

  public static final ProviderOption<List<String>> TENANT_ID_ANNOTATIONS =
      ProviderOption.annotations(
              "tenant-id-annotation",
              "The annotations that may name its tenant; the first one present counts.")
          .withDefault("kubernetes.azure.com/acr-tenant-id");

  static final ProviderOption<IdentityTemplate<ClientId>> CLIENT_ID =
      ProviderOption.of(
          "client-id",
          "CLIENT_ID",
          "The client id of service accounts without an annotation.",
          text -> IdentityTemplate.parse(text, Map.of(), ClientId::parse));

  public static final IdentityOptions<ClientId> CLIENT =
      new IdentityOptions<>(CLIENT_ID_ANNOTATIONS, CLIENT_ID, ClientId::parse);

  static final ProviderOption<TenantId> TENANT_ID =
      ProviderOption.of(
          "tenant-id",
          "TENANT_ID",
          "The tenant of identities without an annotation: an id or a domain.",
          TenantId::parse);

  static final ProviderOption<AzureCloud> CLOUD =
      ProviderOption.oneOf(
          "cloud",
          "Serve only the registries of this cloud; by default those of every cloud.",
          AzureCloud.class);

  static final ProviderOption<String> TOKEN_AUDIENCE = ProviderOption.tokenAudience();

  static final ProviderOption<URI> AUTHORITY =
      ProviderOption.httpsServer(
          "authority", "Entra ID authority; that of the registry's cloud if not set.");

  static final ProviderOption<String> REGISTRY_SUFFIX =
      ProviderOption.domain(
          "registry-suffix",
          "Serve only the registries of this domain, in a cloud that podpass does not know; needs"
              + " --acr-authority.");

  static final ProviderOption<String> RESOURCE =
      ProviderOption.of(
          "resource",
          "URI",
          "The resource of Entra ID's access tokens, if it is not "
              + AcrCloud.AZURE_RESOURCE
              + "; needs --acr-registry-suffix.",
          AcrOptions::parseResource);

  public static final ProviderOption<String> BINDING_SNI =
      ProviderOption.domain(
          "identity-binding-sni",
          "Request access tokens from AKS instead of Entra ID, under this name of the cluster's"
              + " identity binding endpoint; needs --acr-identity-binding-server.");

  public static final ProviderOption<ServerAddress> BINDING_SERVER =
      ProviderOption.of(
          "identity-binding-server",
          "ADDRESS[:PORT]",
          "The API server of identity bindings: an IP address or a name.",
          ServerAddress::parse);

  static final ProviderOption<Path> BINDING_CA =
      ProviderOption.of(
              "identity-binding-ca",
              "FILE",
              "The only CA certificates that count for identity bindings.",
              ProviderOption.matching("/.*", "must be an absolute path").andThen(Path::of))
          .withDefault("/etc/kubernetes/certs/ca.crt");

  static final ProviderOption<Supplier<AzureConfig>> AZURE_CONFIG =
      ProviderOption.of(
          "azure-config",
          "FILE",
          "Take tenant, cloud and node identity from this azure.json unless options set them.",
          text -> AzureConfig.load(Path.of(text)));

  static final ProviderOption<URI> METADATA_ENDPOINT =
      ProviderOption.metadataEndpoint("AZURE_POD_IDENTITY_AUTHORITY_HOST", MetadataAddress::parse);

  private AcrOptions() {}

  /** An application ID URI, or an application id; not a scope. */
  private static String parseResource(String text) {
    if (text.endsWith(AcrCloud.DEFAULT_SCOPE)) {
      throw new IllegalArgumentException(
          "must be the resource without " + AcrCloud.DEFAULT_SCOPE + ", which podpass adds");
    }
    if (!ClientId.UUID.matcher(text).matches() && !isApplicationIdUri(URI.create(text))) {
      throw new IllegalArgumentException(
          "must be an application ID URI such as "
              + AcrCloud.AZURE_RESOURCE
              + ", or an application id");
    }
    return text;
  }

  private static boolean isApplicationIdUri(URI uri) {
    return ("https".equals(uri.getScheme()) || "api".equals(uri.getScheme()))
        && uri.getRawAuthority() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  static List<ProviderOption<?>> all() {
    return List.of(
        CLIENT_ID_ANNOTATIONS,
        TENANT_ID_ANNOTATIONS,
        CLIENT_ID,
        TENANT_ID,
        CLOUD,
        TOKEN_AUDIENCE,
        AUTHORITY,
        REGISTRY_SUFFIX,
        RESOURCE,
        BINDING_SNI,
        BINDING_SERVER,
        BINDING_CA,
        AZURE_CONFIG,
        METADATA_ENDPOINT);
  }
}
