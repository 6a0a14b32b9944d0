// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ExchangeStep;

/**
 * The request for an Entra ID access token with the pod's token as client assertion.
 *
 * @param identity the application or managed identity
 * @param cloud the cloud whose Entra ID issues the access token
 */
record AccessTokenRequest(AcrIdentity identity, AcrCloud cloud) {
  /** The call of Entra ID. */
  ExchangeStep step() {
    return new ExchangeStep(
        "token request",
        cloud.authority().resolve("/" + identity.tenant().value() + "/oauth2/v2.0/token"));
  }
}
