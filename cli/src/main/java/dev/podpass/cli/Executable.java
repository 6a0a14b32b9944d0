// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import org.graalvm.nativeimage.VMRuntime;

/** Where the native executable begins. */
public final class Executable {
  private Executable() {}

  /** Answers kubelet; see {@code --help}. */
  public static void main(String[] args) {
    // An image that takes no argument for its own does nothing by itself: a connection that the
    // other side has closed would end the process by a signal.
    VMRuntime.initialize();
    Main.main(args);
  }
}
