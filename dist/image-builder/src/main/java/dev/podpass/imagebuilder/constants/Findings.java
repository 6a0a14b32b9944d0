// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The suspicious values among the objects of the image, each with the fields that hold it. */
final class Findings {
  private final Map<String, Set<String>> holders = new ConcurrentHashMap<>();
  private final Map<Class<?>, List<Field>> fields = new ConcurrentHashMap<>();
  private final Suspicion suspicion;

  Findings(Suspicion suspicion) {
    this.suspicion = suspicion;
  }

  /** A line for each value and holder; a value that no readable field holds has a line too. */
  Set<String> all() {
    Set<String> lines = new TreeSet<>();
    holders.forEach((what, where) ->
        (where.isEmpty() ? Set.of("?") : where)
            .forEach(holder -> lines.add(what + " | " + holder)));
    return lines;
  }

  /** An object of the image; many threads find them at once. */
  void reached(Object object) {
    suspicion.of("", object).ifPresent(this::holders);
    if (object instanceof Object[] elements) {
      for (Object element : elements.clone()) {
        Optional.ofNullable(element)
            .flatMap(value -> suspicion.of("", value))
            .ifPresent(what -> holders(what).add(elements.getClass().getTypeName()));
      }
      return;
    }
    for (Field field : fields.computeIfAbsent(object.getClass(), Findings::fieldsOf)) {
      suspicion(field, object).ifPresent(what -> holders(what).add(name(field)));
    }
  }

  /** Findings in the fields of an initialised class; of the JDK's, in those that were reached. */
  void constantsOf(Class<?> type) {
    boolean reset = isOfTheJdk(type);
    declared(type)
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> !reset || !field.getType().isPrimitive())
        .forEach(field ->
            suspicion(field, null)
                .filter(what -> !reset || holders.containsKey(what))
                .ifPresent(what -> holders(what).add(name(field))));
  }

  private Optional<String> suspicion(Field field, @Nullable Object owner) {
    try {
      return Optional.ofNullable(field.get(owner))
          .flatMap(value -> suspicion.of(field.getName(), value));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }

  private static boolean isOfTheJdk(Class<?> type) {
    return type.getModule().isNamed();
  }

  private static String name(Field field) {
    return field.getDeclaringClass().getName() + '.' + field.getName();
  }

  private Set<String> holders(String what) {
    return holders.computeIfAbsent(what, _ -> new ConcurrentSkipListSet<>());
  }

  private static List<Field> fieldsOf(Class<?> type) {
    return Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
        .flatMap(Findings::declared)
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> !field.getType().isPrimitive() || !isOfTheJdk(field.getDeclaringClass()))
        .toList();
  }

  private static Stream<Field> declared(Class<?> type) {
    try {
      return Arrays.stream(type.getDeclaredFields()).filter(Field::trySetAccessible);
    } catch (LinkageError _) {
      return Stream.empty(); // A field's type is of a library that is left out.
    }
  }
}
