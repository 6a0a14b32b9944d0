// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import dev.podpass.imagebuilder.Internal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What objects of the heap are called in each build: a class by its name, a text and its characters
 * by the content, another object by the simple name of its class, and its first texts if it is not
 * the only one of its class. If it has none, the names of the objects that led the builder to it
 * follow. Several objects may have one name.
 */
final class HeapNames {
  private static final int STEPS = 3;
  private static final int LONGEST = 40;

  private final Map<String, Long> objectsOfTypes;

  /**
   * An object on the way to a name.
   *
   * @param info the builder's {@code ObjectInfo}
   * @param type the name of its class
   * @param isKnown whether its label says which object it is
   */
  private record Step(Internal info, String type, String label, boolean isKnown) {}

  /**
   * An object of the executable's heap.
   *
   * @param info the builder's {@code ObjectInfo}
   * @param type the name of its class
   * @param name what it is called in each build
   */
  record HeapObject(Internal info, String type, String name) {
    /** Where it begins, from the heap's base. */
    long offset() {
      return (long) info.call("getOffset");
    }

    /** Its size in bytes. */
    long size() {
      return (long) info.call("getSize");
    }
  }

  /** Names these objects, each of them the builder's {@code ObjectInfo}. */
  HeapNames(Collection<Object> infos) {
    objectsOfTypes =
        infos.stream()
            .map(info -> type(new Internal(info)))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  HeapObject name(Object info) {
    Step object = step(info);
    return new HeapObject(object.info(), object.type(), name(object));
  }

  private String name(Step object) {
    StringBuilder name = new StringBuilder(object.label());
    Step at = object;
    for (int steps = 0; steps < STEPS && !at.isKnown(); steps++) {
      Object reason = at.info().find("getMainReason").orElse("");
      if (reason.getClass() != object.info().object().getClass()) {
        return name + " < " + cut(reason) + (steps == 0 ? contents(object.info()) : "");
      }
      at = step(reason);
      if (steps == 0 && at.type().equals("java.lang.String")) {
        return at.label();
      }
      name.append(" < ").append(at.label());
    }
    return name.toString();
  }

  private static String contents(Internal info) {
    return info.find("getObject").flatMap(ObjectTexts::numbers).orElse("");
  }

  private Step step(Object info) {
    Internal object = new Internal(info);
    String type = type(object);
    boolean isOnlyOne = objectsOfTypes.getOrDefault(type, 0L) == 1;
    String label =
        switch (type) {
          case "java.lang.String" -> "S " + cut(object.call("getObject"));
          case "java.lang.Class" -> NameList.stable(object.call("getObject").toString());
          default ->
              type.substring(type.lastIndexOf('.') + 1) + (isOnlyOne ? "" : texts(object, type));
        };
    return new Step(object, type, label, isOnlyOne || label.strip().indexOf(' ') > 0);
  }

  private static String type(Internal info) {
    return (String) new Internal(info.call("getClazz")).call("toJavaName");
  }

  /**
   * Those of a class's own objects say less than the class, to which they lead; those of a
   * builder's stand-in of an object are not known.
   */
  private static String texts(Internal info, String type) {
    if (type.startsWith("com.oracle.svm.core.hub.")) {
      return "";
    }
    return info.find("getObject").map(ObjectTexts::of).orElse(List.of()).stream()
        .map(text -> " " + cut(text))
        .collect(Collectors.joining());
  }

  /** On one line, of a length that can be read, and without half of a surrogate pair. */
  private static String cut(Object described) {
    String text = described.toString();
    String cut =
        text.length() > LONGEST
            ? text.substring(0, LONGEST) + "#" + Integer.toHexString(text.hashCode())
            : text;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
  }
}
