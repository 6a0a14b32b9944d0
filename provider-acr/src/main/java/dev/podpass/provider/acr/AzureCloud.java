// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import java.net.URI;
import java.util.List;
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
  PUBLIC(
      "azurecr.io",
      "login.microsoftonline.com",
      "api://AzureADTokenExchange",
      List.of("AzurePublicCloud", "AzureCloud")),

  US_GOVERNMENT(
      "azurecr.us",
      "login.microsoftonline.us",
      "api://AzureADTokenExchangeUSGov",
      List.of("AzureUSGovernment", "AzureUSGovernmentCloud")),

  CHINA(
      "azurecr.cn",
      "login.chinacloudapi.cn",
      "api://AzureADTokenExchangeChina",
      List.of("AzureChinaCloud"));

  private final String registrySuffix;
  private final URI authority;
  private final String tokenAudience;

  @SuppressWarnings("ImmutableEnumChecker") // An immutable list.
  private final List<String> names;

  AzureCloud(
      String registrySuffix, String authorityHost, String tokenAudience, List<String> names) {
    this.registrySuffix = registrySuffix;
    this.authority = URI.create("https://" + authorityHost);
    this.tokenAudience = tokenAudience;
    this.names = names;
  }

  /** The cloud by its name in {@code azure.json}, ignoring case. */
  static Optional<AzureCloud> named(String name) {
    for (AzureCloud cloud : values()) {
      if (cloud.names.stream().anyMatch(name::equalsIgnoreCase)) {
        return Optional.of(cloud);
      }
    }
    return Optional.empty();
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
