// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import java.nio.file.Path;

/**
 * A server that is called at a fixed address instead of the one that DNS has for the name in the
 * URL. The name is still the one of TLS: sent as SNI, and required in the certificate. Only the CA
 * certificates of the file count, and no proxy is used.
 *
 * @param address an IP address without brackets, or a name that is resolved
 * @param authorities the file with the CA certificates, in PEM
 * @param remedy the operator's next action where the server cannot be reached or trusted
 * @since 0.1
 */
public record PinnedServer(String address, Path authorities, String remedy) {
  @Override
  public String toString() {
    return address + " trusted by " + authorities;
  }
}
