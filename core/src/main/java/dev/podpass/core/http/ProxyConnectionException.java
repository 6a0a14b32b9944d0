// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.IOException;

/** No connection to the proxy was made, or no TLS with it: the fault is not the server's. */
final class ProxyConnectionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException reason;

  ProxyConnectionException(IOException reason) {
    super("no connection to the proxy", reason);
    this.reason = reason;
  }

  @Override
  public synchronized IOException getCause() {
    return reason;
  }
}
