// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.report.Output;

/** Messages of a command on stderr, beside its output. */
public record StderrMessages(ProcessContext process) {
  public void note(String text) {
    Output.note(text, process.stderr());
  }

  /** Prints the step of a longer task if stderr is a terminal. */
  public void progress(String text) {
    if (process.terminals().stderr()) {
      note(text + " …");
    }
  }
}
