// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

/** The directory is not safe for credentials; the message gives the reason, the hint the fix. */
final class UnsafeDirectoryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  UnsafeDirectoryException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
