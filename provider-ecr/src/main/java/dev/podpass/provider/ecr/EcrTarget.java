// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.ExchangeStep;
import java.net.URI;

/** The authorization token to request with a session: the last call of both exchanges. */
record EcrTarget(EcrRegistryHost host, URI endpoint) {
  ExchangeStep step() {
    return new ExchangeStep("GetAuthorizationToken", endpoint);
  }
}
