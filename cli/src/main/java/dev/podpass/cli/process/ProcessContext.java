// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The inputs and outputs of a process, as parameters: name, environment, streams, signals and exit.
 *
 * @param calledAs the file name that the program was called by; of a symbolic link, the link's
 * @param stdout the answer, and no other output
 * @param onSignal registers the action for what ends the process, a signal or System.exit, in place
 *     of the one before
 * @param halt ends the process immediately with a status
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

  /** The width of the terminal, from {@code COLUMNS}; 80 if it is not known. */
  public int columns() {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : 80;
  }
}
