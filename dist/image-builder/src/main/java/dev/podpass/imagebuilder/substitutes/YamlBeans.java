// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.Map;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.introspector.BeanAccess;
import org.yaml.snakeyaml.introspector.Property;
import org.yaml.snakeyaml.introspector.PropertyUtils;

/**
 * Removes JavaBeans from the native executable, 0.2 MB: podpass writes maps, lists and texts as
 * YAML, and reads no objects from it.
 */
@TargetClass(PropertyUtils.class)
@SuppressWarnings("DoNotCallSuggester")
final class YamlBeans {
  private YamlBeans() {}

  @Substitute
  Map<String, Property> getPropertiesMap(Class<?> type, BeanAccess access) {
    throw new YAMLException(type + " is no map, list or text");
  }
}
