// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The Azure clouds with their registry domains and Entra ID endpoints.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud">national
 *     clouds</a>
 */
enum AzureCloud {
  PUBLIC("azurecr.io", "login.microsoftonline.com", "api://AzureADTokenExchange"),
  US_GOVERNMENT("azurecr.us", "login.microsoftonline.us", "api://AzureADTokenExchangeUSGov"),
  CHINA("azurecr.cn", "login.chinacloudapi.cn", "api://AzureADTokenExchangeChina");

  private final String registrySuffix;
  private final URI authority;
  private final String tokenAudience;

  AzureCloud(String registrySuffix, String authorityHost, String tokenAudience) {
    this.registrySuffix = registrySuffix;
    this.authority = URI.create("https://" + authorityHost);
    this.tokenAudience = tokenAudience;
  }

  /** The cloud by its name in {@code azure.json}, ignoring case. */
  static Optional<AzureCloud> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "azurepubliccloud", "azurecloud" -> Optional.of(PUBLIC);
      case "azureusgovernment", "azureusgovernmentcloud" -> Optional.of(US_GOVERNMENT);
      case "azurechinacloud" -> Optional.of(CHINA);
      default -> Optional.empty();
    };
  }

  String registrySuffix() {
    return registrySuffix;
  }

  URI authority() {
    return authority;
  }

  /** The default audience of federated credentials. */
  String tokenAudience() {
    return tokenAudience;
  }

  /** Its name in {@code --acr-cloud}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
