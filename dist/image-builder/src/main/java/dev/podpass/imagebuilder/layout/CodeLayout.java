// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The builder's own choice of the order of methods, {@code CodeSectionLayouter}, which has no
 * option.
 */
final class CodeLayout {
  private static final String LAYOUTER = "com.oracle.svm.hosted.code.CodeSectionLayouter";
  private static final String METHOD = "jdk.vm.ci.meta.JavaMethod";

  private CodeLayout() {}

  /** Installs this order; on another GraalVM the default, slower order stays. */
  static void replace(UnaryOperator<List<CompiledMethod>> order) {
    try {
      Class<?> layouter = Internal.type(LAYOUTER);
      Internal.type(METHOD);
      Object ours =
          Proxy.newProxyInstance(
              CodeLayout.class.getClassLoader(),
              new Class<?>[] {layouter},
              (_, _, arguments) -> ordered((Map<?, ?>) arguments[0], order));
      if (Internal.singletons().replace(layouter, ours) == null) {
        throw new IllegalStateException(LAYOUTER + " is not there before the compilation");
      }
    } catch (IllegalStateException e) {
      System.out.println("NOT ORDERED: the code of the executable; " + e);
    }
  }

  private static List<Object> ordered(
      Map<?, ?> compilations, UnaryOperator<List<CompiledMethod>> order) {
    List<CompiledMethod> methods = compilations.keySet().stream().map(CompiledMethod::of).toList();
    return order.apply(methods).stream().map(method -> method.method().object()).toList();
  }
}
