// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

/** A syntax error in a YAML or JSON file, with its line. */
public final class YamlSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  YamlSyntaxException(int line, String message) {
    super(message);
    this.line = line;
  }

  public int line() {
    return line;
  }
}
