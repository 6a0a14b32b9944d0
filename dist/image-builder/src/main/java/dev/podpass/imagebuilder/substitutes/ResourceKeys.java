// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Substitutes {@code equals} and {@code hashCode} of the keys by which a native executable finds
 * resources. The keys are records, whose comparison GraalVM interprets: 2 ms for each pull that
 * looks for a resource, as azure-identity does, and the JDK before it resolves a name.
 */
@TargetClass(className = ResourceKeys.IsThere.TARGET, onlyWith = ResourceKeys.IsThere.class)
// The map was filled while the image was built, with the original hashCode.
@SuppressWarnings({"EqualsHashCode", "overrides"})
final class ResourceKeys {
  @Alias private @Nullable Module module;
  @Alias private @Nullable String resource;

  @Substitute
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceKeys key
        && module == key.module
        && resource != null
        && resource.equals(key.resource);
  }

  /** An internal class of GraalVM, which another version may not have. */
  static final class IsThere implements BooleanSupplier {
    static final String TARGET = "com.oracle.svm.core.jdk.Resources$ModuleInstanceResourceKey";

    @Override
    public boolean getAsBoolean() {
      try {
        Class.forName(TARGET);
        return true;
      } catch (ClassNotFoundException _) {
        return false;
      }
    }
  }
}
