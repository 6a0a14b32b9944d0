// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.http.HttpRequest.PinnedServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One call of an exchange.
 *
 * @param purpose the cloud's name for the operation
 * @param endpoint the URL it is sent to
 * @param server the fixed server it is sent to; usually empty
 * @since 0.1
 */
public record ExchangeStep(String purpose, URI endpoint, Optional<PinnedServer> server) {
  /**
   * A call that uses the operator's DNS, proxies and CA certificates.
   *
   * @param purpose the cloud's name for the operation
   * @param endpoint the URL it is sent to
   */
  public ExchangeStep(String purpose, URI endpoint) {
    this(purpose, endpoint, Optional.empty());
  }

  /** What decides on the answer. */
  List<String> texts() {
    return List.of(purpose, endpoint.toString(), server.map(Object::toString).orElse("anywhere"));
  }

  @Override
  public String toString() {
    return purpose + " at " + endpoint + server.map(fixed -> " on " + fixed).orElse("");
  }
}
