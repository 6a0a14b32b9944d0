// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import dev.podpass.imagebuilder.OpenedModule;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The builder's own choice of the order of methods, {@code CodeSectionLayouter}, which has no
 * option. Its classes can be named only by reflection: Maven's repositories do not have them.
 */
final class CodeLayout {
  private static final String LAYOUTER = "com.oracle.svm.hosted.code.CodeSectionLayouter";
  private static final String METHOD = "jdk.vm.ci.meta.JavaMethod";
  private static final String SINGLETONS =
      "com.oracle.svm.hosted.ImageSingletonsSupportImpl$HostedManagement";

  private CodeLayout() {}

  /** Installs this order; on another GraalVM the default, slower order stays. */
  static void replace(UnaryOperator<List<CompiledMethod>> order) {
    try {
      Class<?> layouter = Class.forName(LAYOUTER);
      OpenedModule.of(layouter);
      OpenedModule.of(Class.forName(METHOD));
      Object ours =
          Proxy.newProxyInstance(
              CodeLayout.class.getClassLoader(),
              new Class<?>[] {layouter},
              (_, _, arguments) -> ordered((Map<?, ?>) arguments[0], order));
      if (singletons().replace(layouter, ours) == null) {
        throw new IllegalStateException(LAYOUTER + " is not there before the compilation");
      }
    } catch (ReflectiveOperationException | IllegalStateException e) {
      System.out.println("NOT ORDERED: the methods of the executable; " + e);
    }
  }

  private static List<Object> ordered(
      Map<?, ?> compilations, UnaryOperator<List<CompiledMethod>> order) {
    List<CompiledMethod> methods = compilations.keySet().stream().map(CompiledMethod::of).toList();
    return order.apply(methods).stream().map(CompiledMethod::method).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<Class<?>, Object> singletons() throws ReflectiveOperationException {
    Class<?> management = Class.forName(SINGLETONS);
    Field singletons = management.getDeclaredField("configObjects");
    singletons.setAccessible(true);
    return (Map<Class<?>, Object>) singletons.get(management.getMethod("get").invoke(null));
  }
}
