// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import org.graalvm.nativeimage.VMRuntime;
import org.graalvm.nativeimage.c.function.CFunction;

/** Where the native executable begins. */
public final class Executable {
  private Executable() {}

  /** {@code PR_SET_DUMPABLE}. */
  private static final int SET_DUMPABLE = 4;

  @CFunction
  private static native int prctl(int option, long second, long third, long fourth, long fifth);

  /** Answers kubelet; see {@code --help}. */
  public static void main(String[] args) {
    // An image that takes no argument for its own does nothing by itself: a connection that the
    // other side has closed would end the process by a signal.
    VMRuntime.initialize();
    // Tokens are in its memory: no core is dumped, and no process of the same user reads it.
    prctl(SET_DUMPABLE, 0, 0, 0, 0);
    Main.main(args);
  }
}
