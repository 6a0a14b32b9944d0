// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;

/**
 * The operator's fallbacks for the two cases in which no identity is named.
 *
 * @param withoutToken kubelet sent no token: a static pod, or {@code requireServiceAccount: false}
 * @param withoutIdentity kubelet sent a token, but no annotation, flag or variable names an
 *     identity
 */
public record FallbackPolicy(Fallback withoutToken, Fallback withoutIdentity) {
  /** Fails in both cases. */
  public static final FallbackPolicy STRICT = new FallbackPolicy(Fallback.FAIL, Fallback.FAIL);

  /** The behaviour if no identity is named. */
  public enum Fallback {
    /** The request fails. */
    FAIL,
    /** The node's own identity, from the cloud's metadata service. */
    NODE,
    /** No credential; the registry decides on anonymous pulls. */
    ANONYMOUS
  }

  /** Requires that no pod pulls as the node from registries at which nodes have no identity. */
  void requireNodes(RegistryCredentialProvider provider, ProviderSettings settings) {
    if ((withoutToken == Fallback.NODE || withoutIdentity == Fallback.NODE)
        && provider.asNode(settings).isEmpty()) {
      throw noNode(provider.id());
    }
  }

  /** The failure of a provider without identities of nodes that is to pull as one. */
  static CredentialException noNode(String provider) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "nodes have no identity at the registries of the provider " + provider,
        "set --otherwise to fail or anonymous, and give providers that can pull as the node a"
            + " command of their own");
  }
}
