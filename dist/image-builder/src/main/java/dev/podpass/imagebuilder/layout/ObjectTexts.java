// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The texts that an object of the builder refers to, such as the key of an entry of a map. */
final class ObjectTexts {
  private static final int DEPTH = 2;
  private static final int MOST = 2;

  private ObjectTexts() {}

  /** The first of them, those of the object before those of the objects that it refers to. */
  static List<String> of(Object object) {
    return below(object, DEPTH).limit(MOST).toList();
  }

  private static Stream<String> below(Object object, int depth) {
    List<Object> values =
        depth == 0
            ? List.of()
            : new Internal(object).references().filter(Objects::nonNull).toList();
    return Stream.concat(
        values.stream().filter(String.class::isInstance).map(String.class::cast),
        values.stream()
            .filter(value -> !(value instanceof String || value instanceof Class))
            .flatMap(value -> below(value, depth - 1)));
  }
}
