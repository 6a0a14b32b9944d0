// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.image.RegistryHost;
import java.util.List;
import java.util.stream.Collectors;

/**
 * As whom a registry is asked for what. Two pulls of the same identity by the same service account
 * may share a credential; two of different ones never do.
 *
 * @param registry the registry that the credential is for
 * @param scope what the credential can do there, in the provider's words
 * @param parts what makes the identity in the cloud: a role, a client and its tenant, …
 * @since 0.1
 */
public record Identity(RegistryHost registry, String scope, List<Part> parts) {

  /** Keeps its own copy of the parts. */
  public Identity {
    parts = List.copyOf(parts);
  }

  /**
   * One part of an identity.
   *
   * @param name what it is, such as {@code role}
   * @param value the value, and where it came from
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
