// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.image.RegistryHost;
import java.util.Optional;
import java.util.Set;

/** Registries that podpass has no part in, because anyone can pull from them. */
final class PublicRegistries {
  private static final Set<String> PUBLIC =
      Set.of(
          "registry.k8s.io",
          "k8s.gcr.io",
          "mcr.microsoft.com",
          "mirror.gcr.io",
          "marketplace.gcr.io",
          "registry.access.redhat.com");

  /** Their public images need no credential, and for others they take no OIDC token. */
  private static final Set<String> WITH_PUBLIC_IMAGES =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "ghcr.io");

  private PublicRegistries() {}

  /** The hint for an image that needs no credential, or none that podpass could get. */
  static Optional<String> hint(RegistryHost host) {
    if (PUBLIC.contains(host.name())) {
      return Optional.of(
          "its images are public: no credential is needed, and no pattern of matchImages should"
              + " match them");
    }
    return WITH_PUBLIC_IMAGES.contains(host.name())
        ? Optional.of(
            "its public images need no credential, and for private ones it takes no token of a pod:"
                + " use a pull secret, or a mirror (--mirror)")
        : Optional.empty();
  }
}
