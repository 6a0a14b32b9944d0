// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Refusal;
import java.util.regex.Pattern;

/** Finds the tenant that a path names, by id or by domain. */
record TenantLookup(AzureCloud cloud, FakeDirectory directory) {
  private static final Pattern NAME =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[\\w-]+(\\.[\\w-]+)+");

  /**
   * The tenant.
   *
   * @param error what an unknown one is called, which differs between endpoints
   */
  Tenant find(String name, String error) {
    if (!NAME.matcher(name).matches()) {
      throw new Refusal(
          400,
          "invalid_request",
          "AADSTS900023: Specified tenant identifier '%s' is neither a valid DNS name, nor a valid external domain."
              .formatted(name));
    }
    return directory
        .tenant(cloud, name)
        .orElseThrow(() ->
            new Refusal(
                400,
                error,
                "AADSTS90002: Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."
                    .formatted(name)));
  }
}
