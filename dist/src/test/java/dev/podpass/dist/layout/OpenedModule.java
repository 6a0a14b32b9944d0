// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.layout;

import java.lang.reflect.Method;

/**
 * Opens packages of the builder to reflection. Needs {@code
 * --add-opens=java.base/java.lang=ALL-UNNAMED}.
 */
final class OpenedModule {
  private OpenedModule() {}

  /** Opens the package of a class. */
  static void of(Class<?> type) throws ReflectiveOperationException {
    Method open = Module.class.getDeclaredMethod("implAddOpensToAllUnnamed", String.class);
    open.setAccessible(true);
    open.invoke(type.getModule(), type.getPackageName());
  }
}
