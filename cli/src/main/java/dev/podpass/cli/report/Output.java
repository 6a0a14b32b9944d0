// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.failure.Kind;
import java.io.IOException;
import java.io.OutputStream;

/** Output that somebody asked for by name; never printed while kubelet reads. */
public final class Output {
  private Output() {}

  /** Prints it and gives the exit status for having done so. */
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
