// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import org.graalvm.nativeimage.VMRuntime;
import org.graalvm.nativeimage.c.function.CFunction;

/**
 * Entry point of the native executable: process settings that Java cannot make, then {@link Main}.
 */
public final class Executable {
  private Executable() {}

  /** {@code PR_SET_DUMPABLE}. */
  private static final int SET_DUMPABLE = 4;

  @CFunction
  private static native int prctl(int option, long second, long third, long fourth, long fifth);

  /**
   * The runtime is initialised here because the image takes no runtime arguments. Without it,
   * SIGPIPE ends the process when the peer closes a connection.
   */
  public static void main(String[] args) {
    // A native image ignores no signals by default: without this, SIGPIPE ends the process when the
    // peer closes a connection.
    VMRuntime.initialize();
    // Memory holds tokens: no core dump is written, and no other process of the user can read it.
    prctl(SET_DUMPABLE, 0, 0, 0, 0);
    Main.main(args);
  }
}
