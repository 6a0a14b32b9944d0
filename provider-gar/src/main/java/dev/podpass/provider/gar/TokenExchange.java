// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import java.net.URI;

/**
 * The exchange of the pod's token for a federated access token at Google STS (RFC 8693).
 *
 * @param audience the workload identity pool provider, and the source that names it
 * @param endpoint the STS endpoint
 * @param scope the scope of the access token
 */
record TokenExchange(Sourced<WorkloadIdentityPoolProvider> audience, URI endpoint, GarScope scope) {
  /** The call of STS. */
  ExchangeStep step() {
    return new ExchangeStep("token exchange", endpoint.resolve("/v1/token"));
  }
}
