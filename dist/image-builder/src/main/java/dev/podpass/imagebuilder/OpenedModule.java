// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder;

import java.lang.reflect.Method;

/**
 * Opens modules of the JDK and of the image builder to reflection. Needs {@code
 * --add-opens=java.base/java.lang=ALL-UNNAMED}.
 */
public final class OpenedModule {
  private OpenedModule() {}

  /** Opens every package of a class's module. */
  public static void of(Class<?> type) throws ReflectiveOperationException {
    Method open = Module.class.getDeclaredMethod("implAddOpensToAllUnnamed", String.class);
    open.setAccessible(true);
    for (String name : type.getModule().getPackages()) {
      open.invoke(type.getModule(), name);
    }
  }
}
