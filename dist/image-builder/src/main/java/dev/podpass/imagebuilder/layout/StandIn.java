// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import dev.podpass.imagebuilder.Internal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Takes the place of one of the builder's own choices, which have no option. */
final class StandIn {
  private static final String SINGLETONS =
      "com.oracle.svm.hosted.ImageSingletonsSupportImpl$HostedManagement";

  private StandIn() {}

  /**
   * Installs one. A GraalVM without this choice fails the build: the executable would be slower,
   * and no test of what it does would fail.
   *
   * @param choice the interface of the builder
   * @param standIn makes it for the builder's own
   */
  static void install(String choice, Function<Internal, InvocationHandler> standIn) {
    Class<?> type = Internal.type(choice);
    Map<Class<?>, Object> choices = choices();
    Object theirs = choices.get(type);
    if (theirs == null) {
      throw new IllegalStateException("this GraalVM has not chosen its " + choice);
    }
    choices.put(
        type,
        Proxy.newProxyInstance(
            StandIn.class.getClassLoader(),
            new Class<?>[] {type},
            standIn.apply(new Internal(theirs))));
  }

  /** The builder's choices, by their types. */
  @SuppressWarnings("unchecked")
  private static Map<Class<?>, Object> choices() {
    return (Map<Class<?>, Object>) Internal.ofStatic(SINGLETONS, "get").get("configObjects");
  }
}
