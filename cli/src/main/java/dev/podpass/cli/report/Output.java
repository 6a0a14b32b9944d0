// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.failure.Kind;
import java.io.IOException;
import java.io.OutputStream;

/** Prints the output of commands on stdout; never used for a pull. */
public final class Output {
  private Output() {}

  /** Prints a text and returns the exit status. */
  public static int print(String text, OutputStream out) {
    try {
      out.write((text.strip() + "\n").getBytes(UTF_8));
      out.flush();
      return 0;
    } catch (IOException _) {
      return Kind.UNAVAILABLE.exitCode();
    }
  }
}
