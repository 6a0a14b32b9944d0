// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Trouble.Stage;
import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.admin.node.ProgramFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs an executable on the node before it gets its name: one that is truncated, for another
 * machine or on a mount that is noexec is found before kubelet's configuration names it.
 */
final class ProgramTrial {
  /** The exit statuses of a shell and nsenter if the kernel does not run a file. */
  private static final int CANNOT_EXECUTE = 126;

  private final NodeAccess node;
  private String reason = "";
  private String hint = ProgramFile.REPLACEMENT;
  private boolean certain;

  ProgramTrial(NodeAccess node) {
    this.node = node;
  }

  /** Whether it runs; on a node that does not run itself, its architecture alone is compared. */
  boolean passes(Path program) {
    Optional<ProgramFile.OtherMachine> other =
        ProgramFile.read(program).flatMap(file -> file.otherMachine(node.files()));
    if (other.isPresent()) {
      certain = true;
      reason = "it " + other.get().reason();
      hint = other.get().hint();
      return false;
    }
    if (!node.isRunning()) {
      return true;
    }
    try {
      HostCommands.Output output = node.commands().run(node.files().runnable(program), "--version");
      boolean good = output.status() == 0 && output.text().startsWith("podpass ");
      certain = output.status() == 0 || output.status() == CANNOT_EXECUTE;
      reason = "status %d, \"%s\"".formatted(output.status(), output.text().strip());
      return good;
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
      return false;
    }
  }

  /** Why it is not used: a trial that was killed or slow says nothing of the program. */
  Trouble trouble(String path) {
    return new Trouble(
        Stage.TRIAL,
        "the executable for %s does not run on this node (%s)".formatted(path, reason),
        Optional.of(hint),
        certain,
        List.of());
  }
}
