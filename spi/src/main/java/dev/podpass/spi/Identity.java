// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The identity of a pull, with its registry and scope. Pulls of the same identity by the same
 * service account may share a credential; pulls of different identities never do.
 *
 * @param registry the registry of the credential
 * @param scope the permissions of the credential at the registry, in the provider's words
 * @param parts the parts of the identity in the cloud: a role, a client and its tenant, …
 * @since 0.1
 */
public record Identity(RegistryHost registry, String scope, List<Part> parts) {

  public Identity {
    parts = List.copyOf(parts);
  }

  /**
   * One part of an identity.
   *
   * @param name its name, such as {@code role}
   * @param value its value and source
   */
  public record Part(String name, Sourced<String> value) {
    @Override
    public String toString() {
      return name + " " + value;
    }
  }

  @Override
  public String toString() {
    return parts.stream().map(Part::toString).collect(Collectors.joining(", "));
  }
}
