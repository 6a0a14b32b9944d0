// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.net.URI;

/**
 * One call of an exchange.
 *
 * @param purpose the cloud's name for the operation
 * @param endpoint the URL it is sent to
 * @since 0.1
 */
public record ExchangeStep(String purpose, URI endpoint) {
  @Override
  public String toString() {
    return purpose + " at " + endpoint;
  }
}
