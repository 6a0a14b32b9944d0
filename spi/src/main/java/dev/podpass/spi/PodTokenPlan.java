// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.token.ValidatedToken;

/**
 * A plan that exchanges the pod's token, or returns it as the credential. Its {@link #audiences}
 * must not be empty: the token is validated against them before the exchange.
 *
 * @since 0.1
 */
public non-sealed interface PodTokenPlan extends ExchangePlan {
  /**
   * Runs the exchange. Called at most once, on the thread that made the plan.
   *
   * @param token the pod's token, validated against {@link #audiences}
   * @param connections the only way to the network
   * @throws CredentialException if it fails, with the cloud's error code and request id
   */
  CredentialAnswer exchange(ValidatedToken token, Connections connections);
}
