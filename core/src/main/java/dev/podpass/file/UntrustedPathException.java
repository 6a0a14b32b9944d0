// SPDX-License-Identifier: Apache-2.0
package dev.podpass.file;

import java.io.IOException;

/** Another user can change the target of a path; the message says where. */
public final class UntrustedPathException extends IOException {
  private static final long serialVersionUID = 1L;

  UntrustedPathException(String message) {
    super(message);
  }
}
