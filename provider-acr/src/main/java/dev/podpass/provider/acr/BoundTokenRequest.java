// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;

/**
 * The request for an access token of a bound managed identity with the pod's token.
 *
 * @param client the managed identity, and the source that names it
 * @param resource what the access token is for
 * @param binding the identity binding endpoint of the cluster
 */
record BoundTokenRequest(Sourced<ClientId> client, AcrResource resource, IdentityBinding binding) {
  /** The call of the API server. */
  ExchangeStep step() {
    return binding.step();
  }
}
