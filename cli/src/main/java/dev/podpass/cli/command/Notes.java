// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.report.Text;

/**
 * What a command says on stderr beside its output.
 *
 * @param surroundings the process
 */
record Notes(ProcessContext surroundings) {
  /** Says something that is not part of the output. */
  void note(String text) {
    Text.print(text, surroundings.stderr());
  }

  /** Tells a person who waits at a terminal what for. */
  void progress(String text) {
    if (surroundings.terminals().stderr()) {
      note(text + " …");
    }
  }
}
