// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.regex.Pattern;

/**
 * The id of a user-assigned managed identity, as a query parameter of the instance metadata
 * service.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">getting
 *     a token using HTTP</a>
 */
record ManagedIdentityId(String parameter, String text) {
  private static final Pattern RESOURCE =
      Pattern.compile(
          "(?i)/subscriptions/[0-9a-f-]{36}/resourcegroups/[^/?#&\\s]{1,90}"
              + "/providers/Microsoft\\.ManagedIdentity/userAssignedIdentities/[A-Za-z0-9_-]{1,128}");

  static ManagedIdentityId parse(String text) {
    if (RESOURCE.matcher(text).matches()) {
      return new ManagedIdentityId("msi_res_id", text);
    }
    if (!ClientId.UUID.matcher(text).matches()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          Redaction.quoted(text) + " does not name a managed identity",
          "it is a client id, or a resource id such as /subscriptions/…/resourceGroups/…/providers/"
              + "Microsoft.ManagedIdentity/userAssignedIdentities/…");
    }
    return new ManagedIdentityId("client_id", ClientId.parse(text).text());
  }

  @Override
  public String toString() {
    return text;
  }
}
