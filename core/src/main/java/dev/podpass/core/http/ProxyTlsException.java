// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.IOException;
import javax.net.ssl.SSLException;

/** The TLS handshake with a proxy failed. */
final class ProxyTlsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final SSLException cause;

  ProxyTlsException(SSLException cause) {
    super("no TLS with the proxy", cause);
    this.cause = cause;
  }

  @Override
  public synchronized SSLException getCause() {
    return cause;
  }
}
