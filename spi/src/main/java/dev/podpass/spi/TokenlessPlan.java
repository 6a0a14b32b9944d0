// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;

/**
 * A plan that does not use the pod's token: the node's own identity, or no identity. Its answers
 * are never stored in the node cache, because no token authenticates the workload.
 *
 * @since 0.1
 */
public non-sealed interface TokenlessPlan extends ExchangePlan {
  /**
   * Runs the exchange. Called at most once, on the thread that made the plan.
   *
   * @param connections the only way to the network
   * @throws CredentialException if it fails, with the cloud's error code and request id
   */
  CredentialAnswer exchange(Connections connections);
}
