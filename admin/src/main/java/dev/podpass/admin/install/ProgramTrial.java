// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Failure;
import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.admin.node.ProgramFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs an executable on the node before it gets its name: one that is truncated, for another
 * machine or on a mount that is noexec is found before kubelet's configuration names it.
 */
final class ProgramTrial {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ProgramTrial() {}

  /**
   * Why an executable is not used; empty if it runs. If the node does not run itself, only the
   * architecture is compared.
   */
  static Optional<Failure> of(NodeAccess node, Path program, String name) {
    Optional<ProgramFile.OtherMachine> other =
        ProgramFile.read(program).flatMap(file -> file.otherMachine(node.files()));
    if (other.isPresent()) {
      return Optional.of(failure(name, "it " + other.get().reason(), other.get().hint()));
    }
    if (!node.files().isRunning()) {
      return Optional.empty();
    }
    String reason;
    try {
      HostCommands.Output output =
          node.commands().run(List.of(node.files().runnable(program), "--version"), LIMIT);
      if (output.status() == 0 && output.text().startsWith("podpass ")) {
        return Optional.empty();
      }
      reason = "status %d, \"%s\"".formatted(output.status(), output.text().strip());
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    }
    return Optional.of(failure(name, reason, ProgramFile.REPLACEMENT));
  }

  private static Failure failure(String name, String reason, String hint) {
    return new Failure(
        "the executable for %s does not run on this node (%s)".formatted(name, reason),
        hint,
        false);
  }
}
