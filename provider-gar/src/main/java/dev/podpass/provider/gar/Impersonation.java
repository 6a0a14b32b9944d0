// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import java.net.URI;
import java.time.Duration;

/**
 * The impersonation of a service account with a federated access token.
 *
 * @param account the service account, and the source that names it
 * @param endpoint the IAM Credentials endpoint
 * @param scope the scope of the access token
 */
record Impersonation(Sourced<ServiceAccountEmail> account, URI endpoint, GarScope scope) {
  /** What Google gives without an organization policy that allows more. */
  static final Duration LIFETIME = Duration.ofHours(1);

  /** The generateAccessToken call. */
  ExchangeStep step() {
    return new ExchangeStep(
        "generateAccessToken",
        endpoint.resolve("/v1/" + account.value().resource() + ":generateAccessToken"));
  }
}
