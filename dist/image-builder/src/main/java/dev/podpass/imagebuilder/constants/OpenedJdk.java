// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import dev.podpass.imagebuilder.OpenedModule;
import java.lang.reflect.Method;

/**
 * The JDK of the image builder, with every package of {@code java.base} open to reflection, so that
 * the fields of its classes can be read.
 */
final class OpenedJdk {
  private final Method shouldBeInitialized;
  private final Object unsafe;

  private OpenedJdk(Method shouldBeInitialized, Object unsafe) {
    this.shouldBeInitialized = shouldBeInitialized;
    this.unsafe = unsafe;
  }

  static OpenedJdk open() {
    try {
      OpenedModule.of(Object.class);
      Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
      return new OpenedJdk(
          type.getMethod("shouldBeInitialized", Class.class),
          type.getMethod("getUnsafe").invoke(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot look into the JDK", e);
    }
  }

  /** Whether its constants are in the image, rather than made by the process that uses them. */
  boolean isInitialised(Class<?> type) {
    try {
      return !(boolean) shouldBeInitialized.invoke(unsafe, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot tell whether " + type + " is initialised", e);
    }
  }
}
