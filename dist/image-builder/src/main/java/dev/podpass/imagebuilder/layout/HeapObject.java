// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An object of the executable's heap.
 *
 * @param info the builder's {@code ObjectInfo}
 * @param name what it is called in each build: a class by its name, a text and its characters by
 *     the content, another object by the simple name of its class and its first texts; if it has
 *     none, by those of the objects, too, through which the builder came to it. Several objects may
 *     have one name.
 */
record HeapObject(Internal info, String name) {
  private static final int STEPS = 3;
  private static final int LONGEST = 40;

  static HeapObject of(Object info) {
    Internal object = new Internal(info);
    return new HeapObject(object, name(object));
  }

  /** Where it begins, from the heap's base. */
  long offset() {
    return (long) info.call("getOffset");
  }

  /** Its size in bytes. */
  long size() {
    return (long) info.call("getSize");
  }

  private static String name(Internal info) {
    String label = label(info);
    StringBuilder name = new StringBuilder(label);
    Internal object = info;
    for (int step = 0; step < STEPS && !hasTexts(label); step++) {
      Object reason = object.find("getMainReason").orElse("");
      if (reason.getClass() != info.object().getClass()) {
        return name + " < " + cut(reason);
      }
      object = new Internal(reason);
      label = label(object);
      if (step == 0 && type(object).equals("java.lang.String")) {
        return label;
      }
      name.append(" < ").append(label);
    }
    return name.toString();
  }

  private static String label(Internal info) {
    String type = type(info);
    return switch (type) {
      case "java.lang.String" -> "S " + cut(info.call("getObject"));
      case "java.lang.Class" -> NameList.stable(info.call("getObject").toString());
      default -> type.substring(type.lastIndexOf('.') + 1) + texts(info, type);
    };
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

  private static boolean hasTexts(String label) {
    return label.strip().indexOf(' ') > 0;
  }

  private static String type(Internal info) {
    return (String) new Internal(info.call("getClazz")).call("toJavaName");
  }

  /** On one line, of a length that can be read, and without half of a surrogate pair. */
  private static String cut(Object described) {
    String text = described.toString();
    return (text.length() > LONGEST ? text.substring(0, LONGEST) : text)
        .replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
  }
}
