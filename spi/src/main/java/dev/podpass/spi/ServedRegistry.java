// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;

/**
 * A registry that a provider has recognised, with the settings that it was recognised by.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ServedRegistry {
  /**
   * Plans the exchange: identity, calls and parameters. Pure: no token, file, network, clock or
   * SDK; equal arguments yield plans with equal descriptions.
   *
   * @param request for an image of this registry
   * @throws CredentialException if no identity may be used
   */
  ExchangePlan plan(CredentialRequest request);
}
