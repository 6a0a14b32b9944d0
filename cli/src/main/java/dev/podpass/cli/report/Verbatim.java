// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import dev.podpass.spi.secret.Redaction;

/**
 * A name or a command that a report is about: printed whole, for a long one is no secret, and a
 * part of a command does something else.
 */
public record Verbatim(String text) {
  public Verbatim {
    text = Redaction.unmasked(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
