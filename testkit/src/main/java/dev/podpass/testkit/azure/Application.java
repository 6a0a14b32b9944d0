// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.List;
import java.util.stream.Stream;

/**
 * An application or a managed identity; Entra makes no difference between them here. Each method
 * gives another one that differs in that alone.
 *
 * @param clientId a UUID
 * @param tenant the id of its tenant
 */
public record Application(String clientId, String tenant, List<FederatedCredential> credentials) {
  public Application {
    credentials = List.copyOf(credentials);
  }

  /** An application without federated credentials. */
  public static Application of(String clientId, String tenant) {
    return new Application(clientId, tenant, List.of());
  }

  /** Trusts tokens that match. */
  public Application trusting(FederatedCredential credential) {
    return new Application(
        clientId, tenant, Stream.concat(credentials.stream(), Stream.of(credential)).toList());
  }

  Identity identity() {
    return new Identity(tenant, clientId);
  }
}
