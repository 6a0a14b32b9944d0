// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import org.graalvm.nativeimage.ProcessProperties;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.VMRuntime;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.Pointer;

/**
 * Entry point of the native executable: process settings that Java cannot make, then {@link Main}.
 */
public final class Executable {
  private Executable() {}

  private static final int SET_DUMPABLE = 4;

  /** {@code TIOCGWINSZ}, and the size and second field of {@code struct winsize}. */
  private static final long GET_WINDOW_SIZE = 0x5413;

  private static final int WINDOW_SIZE = 8;
  private static final int COLUMNS = 2;
  private static final int STDOUT = 1;

  @CFunction
  private static native int ioctl(int descriptor, long request, Pointer size);

  @CFunction
  private static native int prctl(int option, long second, long third, long fourth, long fifth);

  public static void main(String[] args) {
    // A native image ignores no signals by default: without this, SIGPIPE ends the process when the
    // peer closes a connection.
    try {
      VMRuntime.initialize();
    } catch (OutOfMemoryError e) { // It starts a thread.
      Main.starved(e);
    }
    // Memory holds tokens: no core dump is written, and no other process of the user can read it.
    prctl(SET_DUMPABLE, 0, 0, 0, 0);
    Main.run(ProcessProperties.getArgumentVectorProgramName(), args, columns());
  }

  /** The width of the terminal; 0 if stdout is not a terminal, as under kubelet. */
  private static int columns() {
    Pointer size = StackValue.get(WINDOW_SIZE);
    return ioctl(STDOUT, GET_WINDOW_SIZE, size) == 0 ? size.readShort(COLUMNS) : 0;
  }
}
