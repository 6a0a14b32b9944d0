// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.layout;

import java.lang.reflect.Method;

/**
 * A method of the executable.
 *
 * @param method the builder's {@code HostedMethod}
 * @param name its class, name and parameters
 */
record CompiledMethod(Object method, String name) {
  static CompiledMethod of(Object method) {
    return new CompiledMethod(
        method, (String) call(method, "format", new Class<?>[] {String.class}, "%H.%n(%p)"));
  }

  /** Where its code begins, from the beginning of all code. */
  int offset() {
    return (int) call(method, "getCodeAddressOffset", new Class<?>[0]);
  }

  private static Object call(
      Object method, String name, Class<?>[] parameters, Object... arguments) {
    try {
      Method called = method.getClass().getMethod(name, parameters);
      OpenedModule.of(called.getDeclaringClass());
      return called.invoke(method, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this GraalVM's methods have no " + name, e);
    }
  }
}
