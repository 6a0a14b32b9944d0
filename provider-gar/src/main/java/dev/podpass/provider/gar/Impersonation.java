// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The impersonation of a service account with a federated access token.
 *
 * @param account the service account, and the source that names it
 * @param endpoint the IAM Credentials endpoint
 * @param terms the parameters of the access token
 */
record Impersonation(Sourced<ServiceAccountEmail> account, URI endpoint, Terms terms) {

  /**
   * The parameters of an impersonated access token.
   *
   * @param delegates the delegation chain
   * @param lifetime its lifetime
   * @param scope its scope
   */
  record Terms(List<ServiceAccountEmail> delegates, Duration lifetime, GarScope scope) {}

  /** The generateAccessToken call. */
  ExchangeStep step() {
    return new ExchangeStep(
        "generateAccessToken",
        endpoint.resolve("/v1/" + account.value().resource() + ":generateAccessToken"));
  }
}
