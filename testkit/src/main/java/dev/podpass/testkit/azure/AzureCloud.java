// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The clouds, each with its own Entra ID and its own registries. */
public enum AzureCloud {
  /** Azure. */
  PUBLIC("azurecr.io", "login.microsoftonline.com"),
  /** Azure US Government. */
  US_GOVERNMENT("azurecr.us", "login.microsoftonline.us"),
  /** Azure operated by 21Vianet, whose authority has two names. */
  CHINA("azurecr.cn", "login.partner.microsoftonline.cn", "login.chinacloudapi.cn"),
  /** An Azure Stack Hub, whose operator chooses every name. */
  STACK("azurecr.stack.example", "login.stack.example") {
    @Override
    public String registryResource() {
      return "https://containerregistry.stack.example";
    }
  };

  private final String registrySuffix;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> authorities;

  AzureCloud(String registrySuffix, String... authorities) {
    this.registrySuffix = registrySuffix;
    this.authorities = List.of(authorities);
  }

  /** The end of every login server's name. */
  public String registrySuffix() {
    return registrySuffix;
  }

  /** What an access token has to be for at the cloud's registries. */
  public String registryResource() {
    return "https://containerregistry.azure.net";
  }

  /** The authority's host that the cloud's issuer is named after. */
  public String authority() {
    return authorities.getFirst();
  }

  static Optional<AzureCloud> ofAuthority(String host) {
    return Arrays.stream(values()).filter(cloud -> cloud.authorities.contains(host)).findFirst();
  }

  static Optional<AzureCloud> ofRegistry(String loginServer) {
    return Arrays.stream(values())
        .filter(cloud -> loginServer.endsWith("." + cloud.registrySuffix))
        .findFirst();
  }

  List<String> authorities() {
    return authorities;
  }
}
