// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import dev.podpass.demo.InThisJvm;
import dev.podpass.demo.Run;
import java.util.List;
import java.util.Map;

/**
 * A command that was run in this JVM, with an empty environment.
 *
 * @param status its exit status
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
record ProgramRun(int status, String out, String err) {

  /** Runs a command, with nothing on stdin. */
  static ProgramRun of(String... arguments) {
    return withInput("", arguments);
  }

  /** Runs a command. */
  static ProgramRun withInput(String stdin, String... arguments) {
    Run run = new InThisJvm().run(stdin, Map.of("PODPASS_CACHE", "off"), arguments);
    return new ProgramRun(run.status(), run.stdout(), run.stderr());
  }

  /** What it printed, if it failed. */
  List<String> failure() {
    return status == 0 ? List.of() : List.of(out + err);
  }
}
