// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.Arrays;

/**
 * Removes the JDK's log of TLS from the native executable, where {@code javax.net.debug} cannot be
 * set: 0.3 MB.
 */
@TargetClass(className = "sun.security.ssl.SSLLogger")
@Substitute
final class TlsLog {
  @Substitute public static final boolean isOn = false;

  private TlsLog() {}

  @Substitute
  public static boolean isOn(String options) {
    return false;
  }

  @Substitute
  static String toString(Object... logged) {
    return Arrays.toString(logged);
  }

  @Substitute
  public static boolean logWarning(String option, String message) {
    return false;
  }
}
