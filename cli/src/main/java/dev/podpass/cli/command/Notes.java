// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.report.Output;

/**
 * What a command says on stderr beside its output.
 *
 * @param process the process
 */
record Notes(ProcessContext process) {
  /** Says something that is not part of the output. */
  void note(String text) {
    Output.print(text, process.stderr());
  }

  /** Tells a person who waits at a terminal what for. */
  void progress(String text) {
    if (process.terminals().stderr()) {
      note(text + " …");
    }
  }
}
