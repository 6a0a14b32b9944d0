// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;

/**
 * A plan that exchanges the pod's token, or answers with it. Its {@link #audiences} must not be
 * empty: the token is checked against them before the exchange.
 *
 * @since 0.1
 */
public non-sealed interface PodTokenPlan extends ExchangePlan {
  /**
   * Carries the plan out. Called at most once, on the thread that made the plan.
   *
   * @param token the pod's token, checked against {@link #audiences}
   * @param connections the only way to the network
   * @throws CredentialException if there is no credential, with the cloud's error code and request
   *     id
   */
  CredentialAnswer exchange(ValidatedToken token, Connections connections);
}
