// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The builder's own choice of the order of methods, {@code CodeSectionLayouter}. */
final class CodeLayout {
  private static final String LAYOUTER = "com.oracle.svm.hosted.code.CodeSectionLayouter";

  private CodeLayout() {}

  /** From the next compilation on, methods lie in this order. */
  static void replace(UnaryOperator<List<CompiledMethod>> order) {
    StandIn.install(LAYOUTER, _ -> (_, _, arguments) -> ordered((Map<?, ?>) arguments[0], order));
  }

  private static List<Object> ordered(
      Map<?, ?> compilations, UnaryOperator<List<CompiledMethod>> order) {
    List<CompiledMethod> methods = compilations.keySet().stream().map(CompiledMethod::of).toList();
    return order.apply(methods).stream().map(method -> method.method().object()).toList();
  }
}
