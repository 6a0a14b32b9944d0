// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

/** The directory is not safe for credentials; the message gives the reason. */
final class UnsafeDirectoryException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsafeDirectoryException(String message) {
    super(message);
  }
}
