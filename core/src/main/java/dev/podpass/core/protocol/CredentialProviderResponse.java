// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * Podpass's {@code CredentialProviderResponse}.
 *
 * @param cacheKeyType the images that kubelet may reuse it for
 * @param cacheDuration how long kubelet may cache it; always sent, because an absent value means
 *     kubelet's default
 * @param auth the credential; absent for an anonymous pull
 */
public record CredentialProviderResponse(
    CacheKeyType cacheKeyType, Duration cacheDuration, Optional<Auth> auth) {

  /** Rejects a negative duration, which kubelet would replace by its default. */
  public CredentialProviderResponse {
    if (cacheDuration.isNegative()) {
      throw new IllegalArgumentException("cacheDuration is negative");
    }
  }

  /**
   * A credential for one registry host.
   *
   * @param registry the exact host, with its port if the image has one
   * @param username the user name
   * @param password the password
   */
  public record Auth(RegistryHost registry, String username, Secret password) {}
}
