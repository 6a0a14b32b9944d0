// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.image.RegistryHost;
import java.util.List;

/**
 * A registry of which no image is named, and what of it may be pushed to.
 *
 * @param host the registry
 * @param pushRepositories see {@link dev.podpass.spi.CredentialRequest#pushRepositories}
 */
public record WholeRegistry(RegistryHost host, List<String> pushRepositories) {
  public WholeRegistry {
    pushRepositories = List.copyOf(pushRepositories);
  }
}
