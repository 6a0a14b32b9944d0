// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * What a process is given by whoever starts it.
 *
 * @param calledAs the program's file name, as it was called: a link's own
 * @param environment the variables
 * @param stdin the request
 * @param stdout the answer, and nothing else
 * @param stderr everything that is for people
 * @param terminal whether somebody types at stdin
 * @param age how long the process has been running
 * @param halt ends the process with a status, whatever it is doing
 */
record Surroundings(
    String calledAs,
    Map<String, String> environment,
    InputStream stdin,
    OutputStream stdout,
    OutputStream stderr,
    boolean terminal,
    Duration age,
    IntConsumer halt) {

  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** The same with other variables. */
  Surroundings withEnvironment(Map<String, String> other) {
    return new Surroundings(calledAs, other, stdin, stdout, stderr, terminal, age, halt);
  }
}
