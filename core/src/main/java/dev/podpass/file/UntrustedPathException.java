// SPDX-License-Identifier: Apache-2.0
package dev.podpass.file;

import java.io.IOException;

/** Another user may change what a path leads to; the message says where. */
public final class UntrustedPathException extends IOException {
  private static final long serialVersionUID = 1L;

  UntrustedPathException(String message) {
    super(message);
  }
}
