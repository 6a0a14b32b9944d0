// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

/**
 * A method of the executable.
 *
 * @param method the builder's {@code HostedMethod}
 * @param name its class, name and parameters
 */
record CompiledMethod(Internal method, String name) {
  static CompiledMethod of(Object method) {
    Internal hosted = new Internal(method);
    return new CompiledMethod(hosted, NameList.stable((String) hosted.call("format", "%H.%n(%p)")));
  }

  /** Where its code begins, from the beginning of all code. */
  int offset() {
    return (int) method.call("getCodeAddressOffset");
  }
}
