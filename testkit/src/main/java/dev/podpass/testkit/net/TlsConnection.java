// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.Optional;

/**
 * A TLS handshake with a host.
 *
 * @param serverName the name that the client asked for (SNI)
 * @param protocol such as {@code TLSv1.3}; empty if the handshake failed, as it does when the
 *     client refuses the certificate
 */
public record TlsConnection(
    long connection, String host, Optional<String> serverName, Optional<String> protocol) {

  /** Whether the handshake was completed. */
  public boolean established() {
    return protocol.isPresent();
  }
}
