// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.io.IOException;

/** A proxy did not open the tunnel. */
final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ProxyRefusedException(int status) {
    super("the proxy answered " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
