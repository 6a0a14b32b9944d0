// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

/** Why a file cannot be read at all, and on which line. */
final class ConfigSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  ConfigSyntaxException(int line, String message) {
    super(message);
    this.line = line;
  }

  int line() {
    return line;
  }
}
