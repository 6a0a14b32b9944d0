// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

/** A directory is not one to leave credentials in; the message says why. */
final class UnsafeDirectoryException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsafeDirectoryException(String message) {
    super(message);
  }
}
