// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * Podpass's {@code CredentialProviderResponse}. The duration is always sent, because an absent
 * value means kubelet's default; the credential is absent for an anonymous pull.
 */
public record CredentialProviderResponse(
    CacheKeyType cacheKeyType, Duration cacheDuration, Optional<Auth> auth) {

  /** Rejects a negative duration, which kubelet would replace by its default. */
  public CredentialProviderResponse {
    if (cacheDuration.isNegative()) {
      throw new IllegalArgumentException("cacheDuration is negative");
    }
  }

  /** A credential for one registry host, as the image writes it: kubelet's keys have a case. */
  public record Auth(String host, String username, Secret password) {}
}
