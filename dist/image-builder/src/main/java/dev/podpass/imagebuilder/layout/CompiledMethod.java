// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

/**
 * A method of the executable, whose modules {@link CodeLayout} has opened.
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
      return method.getClass().getMethod(name, parameters).invoke(method, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this GraalVM's methods have no " + name, e);
    }
  }
}
