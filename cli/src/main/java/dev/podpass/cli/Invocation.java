// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.dispatch.Providers;
import java.util.Map;

/**
 * One run of a command.
 *
 * @param arguments what was given, and behind it the environment
 * @param providers all of this build
 * @param surroundings the process
 */
record Invocation(Arguments arguments, Providers providers, Surroundings surroundings) {

  /** What the command line alone says: an operator's own variables are not the node's. */
  Configuration asWritten() {
    return new Configuration(arguments.withoutEnvironment(), Map.of(), log());
  }

  StderrLog log() {
    return new StderrLog(surroundings.stderr(), LogLevel.OFF, LogFormat.TEXT);
  }

  /** Prints on stdout; the exit status for having done so. */
  int print(String text) {
    return Text.print(text, surroundings.stdout());
  }

  /** Tells something on stderr that is not part of the output. */
  void note(String text) {
    Text.print(text, surroundings.stderr());
  }
}
