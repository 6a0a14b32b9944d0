// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import java.net.URI;

/**
 * The resource of Entra ID that access tokens are requested for, and the audience that registries
 * require in them: an application ID URI, or an application id.
 */
record AcrResource(String text) {
  /** The resource of registries, equal in every known cloud. */
  static final AcrResource AZURE = new AcrResource("https://containerregistry.azure.net");

  private static final String DEFAULT_SCOPE = "/.default";

  /** Parses a resource, which is not a scope. */
  static AcrResource parse(String text) {
    if (text.endsWith(DEFAULT_SCOPE)) {
      throw new IllegalArgumentException(
          "must be the resource without " + DEFAULT_SCOPE + ", which podpass adds");
    }
    if (!ClientId.UUID.matcher(text).matches() && !isApplicationIdUri(text)) {
      throw new IllegalArgumentException(
          "must be an application ID URI such as " + AZURE.text + ", or an application id");
    }
    return new AcrResource(text);
  }

  private static boolean isApplicationIdUri(String text) {
    URI uri = URI.create(text);
    boolean bare =
        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    return ("https".equals(uri.getScheme()) || "api".equals(uri.getScheme()))
        && uri.getRawAuthority() != null
        && bare;
  }

  /** The scope with all permissions that are granted for the resource. */
  String scope() {
    return text + DEFAULT_SCOPE;
  }

  @Override
  public String toString() {
    return text;
  }
}
