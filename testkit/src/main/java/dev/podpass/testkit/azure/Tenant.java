// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.Set;
import java.util.UUID;

/**
 * A tenant of Entra ID.
 *
 * @param id a UUID
 * @param cloud whose authorities know it
 * @param domains the names that may stand for the id, such as {@code contoso.onmicrosoft.com}
 */
public record Tenant(String id, AzureCloud cloud, Set<String> domains) {
  public Tenant {
    if (!UUID.fromString(id).toString().equals(id)) {
      throw new IllegalArgumentException("not a UUID in its usual form: " + id);
    }
    domains = Set.copyOf(domains);
  }

  /** A tenant of the public cloud. */
  public static Tenant of(String id, String... domains) {
    return new Tenant(id, AzureCloud.PUBLIC, Set.of(domains));
  }

  /** The same tenant in another cloud. */
  public Tenant in(AzureCloud other) {
    return new Tenant(id, other, domains);
  }

  boolean isCalled(String name) {
    return id.equals(name) || domains.contains(name);
  }
}
