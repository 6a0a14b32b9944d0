// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.RecomputeFieldValue;
import com.oracle.svm.core.annotate.RecomputeFieldValue.Kind;
import com.oracle.svm.core.annotate.TargetClass;
import org.jspecify.annotations.Nullable;

/**
 * Gives the JDK no socket options of the operating system's own, such as {@code TCP_KEEPIDLE}.
 * Before the first connection it would load a library for them and try them on sockets: 1.5 % of a
 * pull's CPU time. Podpass sets none of them.
 */
@TargetClass(className = SocketOptions.TARGET)
@SuppressWarnings("UnusedVariable") // The JDK reads it.
final class SocketOptions {
  static final String TARGET = "sun.net.ext.ExtendedSocketOptions";

  @Alias
  @RecomputeFieldValue(kind = Kind.NewInstance, declClassName = TARGET + "$NoExtendedSocketOptions")
  private static volatile @Nullable SocketOptions instance;

  private SocketOptions() {}
}
