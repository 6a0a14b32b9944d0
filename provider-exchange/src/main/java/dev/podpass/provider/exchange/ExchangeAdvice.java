// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;

/** The hints for the errors of one registry's exchange. */
@FunctionalInterface
interface ExchangeAdvice {
  /** The advice for an error. */
  Advice of(CloudError error, UnverifiedClaims claims);
}
