// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import dev.podpass.imagebuilder.Internal;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The texts that an object of the builder refers to, such as the key of an entry of a map. A class
 * counts as its name.
 */
final class ObjectTexts {
  private static final int DEPTH = 2;
  private static final int MOST = 2;

  private ObjectTexts() {}

  /** The first of them, those of the object before those of the objects that it refers to. */
  static List<String> of(Object object) {
    return below(object, DEPTH).limit(MOST).toList();
  }

  private static Stream<String> below(Object object, int depth) {
    List<Object> values = depth == 0 ? List.of() : values(object);
    return Stream.concat(
        values.stream().flatMap(value -> text(value).stream()),
        values.stream()
            .filter(value -> text(value).isEmpty())
            .flatMap(value -> below(value, depth - 1)));
  }

  private static Optional<String> text(Object value) {
    return switch (value) {
      case String text -> Optional.of(text);
      case Class<?> type -> Optional.of(NameList.stable(type.getName()));
      default -> Optional.empty();
    };
  }

  /** Of arrays only those whose order is not that of a hash table. */
  private static List<Object> values(Object object) {
    Class<?> element = object.getClass().componentType();
    boolean inOrder = element != null && (element.isEnum() || element == String.class);
    return (inOrder ? Stream.of((Object[]) object).limit(MOST) : new Internal(object).references())
        .filter(Objects::nonNull)
        .toList();
  }

  /** A hash of an array of numbers; empty if the object is no such array. */
  static Optional<String> numbers(Object object) {
    if (!object.getClass().isArray() || !object.getClass().componentType().isPrimitive()) {
      return Optional.empty();
    }
    List<Object> numbers =
        IntStream.range(0, Array.getLength(object))
            .mapToObj(number -> Array.get(object, number))
            .toList();
    return Optional.of("#" + Integer.toHexString(numbers.hashCode()));
  }
}
