// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import java.net.URI;
import java.util.Optional;

/**
 * The last calls of every exchange: they get the registry's refresh token for an Entra ID access
 * token, whose tenant may be unknown.
 */
record AcrTarget(AcrRegistryHost host, Optional<TenantId> tenant) {
  AcrCloud cloud() {
    return host.cloud();
  }

  /** The call that returns the registry's challenge with realm and service. */
  ExchangeStep challengeStep() {
    return new ExchangeStep("challenge", at("/v2/"));
  }

  ExchangeStep exchangeStep() {
    return new ExchangeStep("token exchange", at("/oauth2/exchange"));
  }

  /** Whether a call is one of these two. */
  boolean has(ExchangeStep call) {
    return call.equals(challengeStep()) || call.equals(exchangeStep());
  }

  /** A URL on the image's own host, regardless of the challenge. */
  private URI at(String path) {
    return URI.create("https://" + host.name() + path);
  }

  /**
   * Completes the exchange of an identity.
   *
   * @param first the call that gets the identity's access token, in parallel with the challenge
   */
  Exchange complete(Exchange exchange, ExchangeStep first) {
    Exchange all =
        exchange
            .access("whatever the identity can access")
            .call(first)
            .call(challengeStep())
            .call(exchangeStep())
            .parameter("resource", cloud().resource());
    return tenant.map(id -> all.parameter("tenant", id.text())).orElse(all);
  }
}
