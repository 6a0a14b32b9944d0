// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.graalvm.nativeimage.hosted.Feature;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of the modules in the native executable what they export and open to those of the
 * image builder, of which GraalVM keeps a set for each package: 0.4 MB.
 */
public final class ModuleExports implements Feature {
  @Override
  public void beforeAnalysis(BeforeAnalysisAccess access) {
    try {
      // Reflection hides them.
      Method fields = Class.class.getDeclaredMethod("getDeclaredFields0", boolean.class);
      fields.setAccessible(true);
      for (Field field : (Field[]) fields.invoke(Module.class, false)) {
        if (field.getName().equals("exportedPackages") || field.getName().equals("openPackages")) {
          access.registerFieldValueTransformer(field, (module, packages) -> visible(packages));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot look into the JDK's modules", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object visible(@Nullable Object packages) {
    if (packages == null) {
      return null;
    }
    return ((Map<String, Set<Module>>) packages)
        .entrySet().stream()
            .filter(each -> !each.getValue().stream().allMatch(ModuleExports::isBuilder))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean isBuilder(Module module) {
    return module.isNamed()
        && Set.of("org.graalvm.", "jdk.graal.", "jdk.internal.vm.").stream()
            .anyMatch(module.getName()::startsWith);
  }
}
