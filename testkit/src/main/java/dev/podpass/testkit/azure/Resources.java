// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Refusal;

/**
 * What tokens can be for. Azure's resource manager is among them, because it is what a client asks
 * for by mistake; the registries here take the first alone, as those do that have turned
 * <em>authentication-as-arm</em> off.
 */
final class Resources {
  private static final String MANAGER = "https://management.azure.com";

  private Resources() {}

  /** Whether a token for that audience is one for registries; a slash at the end is the same. */
  static boolean isRegistry(AzureCloud cloud, String audience) {
    return withoutSlash(audience).equals(cloud.registryResource());
  }

  static void require(AzureCloud cloud, String resource, String tenant) {
    if (!isRegistry(cloud, resource) && !withoutSlash(resource).equals(MANAGER)) {
      throw new Refusal(
          400,
          "invalid_resource",
          "AADSTS500011: The resource principal named %s was not found in the tenant named %s. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant."
              .formatted(resource, tenant));
    }
  }

  private static String withoutSlash(String resource) {
    return resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
  }
}
