// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.failure.CredentialException;
import dev.podpass.pull.Providers;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** A command for operators. None is loaded while kubelet is answered. */
interface Command {
  /** What it is called, what it takes, and its help. */
  CommandSpec spec(Providers providers);

  /**
   * Does it.
   *
   * @return the exit status
   * @throws CredentialException if it cannot be done
   */
  int run(Invocation invocation);

  /** Commands that stand behind its name. */
  default List<Command> below(Providers providers) {
    return List.of();
  }
}
