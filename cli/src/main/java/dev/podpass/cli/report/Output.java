// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.text.IoReason;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.io.OutputStream;

/** Prints the output of commands on stdout; never used for a pull. */
public final class Output {
  private Output() {}

  /**
   * Prints a text on stdout and returns the exit status. A reader that has seen enough, such as
   * {@code head}, is no failure to report.
   */
  public static int print(String text, OutputStream out) {
    try {
      write(text, out);
      return 0;
    } catch (IOException e) {
      if ("Broken pipe".equals(e.getMessage())) {
        return Kind.UNAVAILABLE.exitCode();
      }
      throw new CredentialException(
              Kind.UNAVAILABLE, "the output cannot be written (" + IoReason.of(e) + ")")
          .causedBy(e);
    }
  }

  /** Prints a message on stderr, as far as that is possible. */
  public static void note(String text, OutputStream err) {
    try {
      write(text, err);
    } catch (IOException _) {
      // There is no other place to report it.
    }
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write((text.strip() + "\n").getBytes(UTF_8));
    out.flush();
  }
}
