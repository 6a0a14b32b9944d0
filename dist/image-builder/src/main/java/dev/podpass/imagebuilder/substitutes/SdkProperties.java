// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.azure.core.util.CoreUtils;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.Map;

/**
 * Gives azure-identity its own name and version, which it looks for among the resources each time:
 * 2 % of a pull's CPU time.
 */
@TargetClass(CoreUtils.class)
final class SdkProperties {
  private SdkProperties() {}

  @Substitute
  public static Map<String, String> getProperties(String file) {
    return file.equals(Identity.FILE) ? Identity.PROPERTIES : Map.of();
  }

  /** Read while the image is built. */
  private static final class Identity {
    static final String FILE = "azure-identity.properties";
    static final Map<String, String> PROPERTIES = Map.copyOf(CoreUtils.getProperties(FILE));

    private Identity() {}
  }
}
