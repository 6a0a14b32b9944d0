// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.failure.CredentialException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** A command for operators. None is loaded while a pull is answered. */
public interface Command {
  CommandSpec spec(Providers providers);

  /**
   * Runs it.
   *
   * @return the exit status
   * @throws CredentialException if it fails
   */
  int run(CommandContext context);

  default List<Command> below(Providers providers) {
    return List.of();
  }
}
