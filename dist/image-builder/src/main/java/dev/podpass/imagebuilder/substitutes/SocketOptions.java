// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Sockets have the options of {@link java.net.StandardSocketOptions} alone, as in a JDK without the
 * module jdk.net; nothing of podpass sets others. The first socket would find Linux's by reflection
 * and load a library for them, for which the image looks through its stack.
 */
@TargetClass(className = "sun.net.ext.ExtendedSocketOptions")
final class SocketOptions {
  private SocketOptions() {}

  @Substitute
  public static SocketOptions getInstance() {
    return (SocketOptions) (Object) new None();
  }

  @TargetClass(
      className = "sun.net.ext.ExtendedSocketOptions",
      innerClass = "NoExtendedSocketOptions")
  private static final class None {
    @Alias
    None() {}
  }
}
