// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.oidc.PublishedIssuer;
import java.util.Set;

/** Something in an identity pool that vouches for the tokens of one issuer. */
public sealed interface IdentityProvider permits PoolProvider, ClusterProvider {
  /** What an exchange must name as its {@code audience}. */
  String name();

  /** Whose tokens it takes. */
  PublishedIssuer issuer();

  /** What a token's own audience may be. */
  Set<String> audiences();
}
