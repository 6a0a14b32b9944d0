// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What a process is given by whoever starts it.
 *
 * @param calledAs the program's file name, as it was called: a link's own
 * @param environment the variables
 * @param stdin the request
 * @param stdout the answer, and nothing else
 * @param stderr everything that is for people
 * @param terminals which of the streams are a terminal's
 * @param age how long the process has been running
 * @param onSignal takes what is to be done if a signal ends the process
 * @param halt ends the process with a status, whatever it is doing
 */
public record ProcessContext(
    String calledAs,
    Map<String, String> environment,
    InputStream stdin,
    OutputStream stdout,
    OutputStream stderr,
    Terminals terminals,
    Duration age,
    Consumer<Runnable> onSignal,
    IntConsumer halt) {

  /**
   * Where somebody sits.
   *
   * @param stdin whether somebody types
   * @param stdout whether somebody reads the output, and colours help
   * @param stderr whether somebody reads what is for people, and waits
   */
  public record Terminals(boolean stdin, boolean stdout, boolean stderr) {
    public static final Terminals NONE = new Terminals(false, false, false);
  }

  public ProcessContext {
    environment = Map.copyOf(environment);
  }

  /**
   * Whether output may have colours.
   *
   * @see <a href="https://no-color.org/">NO_COLOR</a>
   */
  public boolean coloured() {
    return terminals.stdout()
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** The same with other variables. */
  public ProcessContext withEnvironment(Map<String, String> other) {
    return new ProcessContext(
        calledAs, other, stdin, stdout, stderr, terminals, age, onSignal, halt);
  }
}
