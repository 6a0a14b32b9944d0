// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.core.pull.Providers;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** A command for operators. None is loaded while a pull is answered. */
public interface Command {
  CommandSpec spec(Providers providers);

  /** Runs it, and returns the exit status. */
  int run(CommandContext context);

  default List<Command> below(Providers providers) {
    return List.of();
  }
}
