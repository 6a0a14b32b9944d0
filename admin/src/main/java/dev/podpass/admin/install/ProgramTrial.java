// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.IOException;

/**
 * Runs the executable on the node where it was put: one that is truncated, for another machine or
 * on a mount that is noexec is found before kubelet's configuration names it.
 */
final class ProgramTrial {
  private ProgramTrial() {}

  /**
   * Tries it.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it does not run
   */
  static void of(Node node, String program) {
    try {
      HostCommands.Output output = node.commands().run(program, "--version");
      if (output.status() == 0 && output.text().startsWith("podpass ")) {
        return;
      }
      throw unfit(program, "status " + output.status() + ", \"" + output.text().strip() + "\"");
    } catch (IOException e) {
      throw unfit(program, String.valueOf(e.getMessage()));
    }
  }

  private static CredentialException unfit(String program, String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "%s does not run on this node (%s); it was removed again".formatted(program, why),
        "install the podpass that was built for this node's machine, into a directory whose mount"
            + " is not noexec");
  }
}
