// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What objects of the heap are called in each build: a class by its name, a text and its characters
 * by the content, another object by the simple name of its class, and its first texts if it is not
 * the only one of its class. If it has none, the names of the objects follow through which the
 * builder came to it. Several objects may have one name.
 */
final class HeapNames {
  private static final int STEPS = 3;
  private static final int LONGEST = 40;

  private final Map<String, Long> objectsOfTypes;

  /** Names these objects, each of them the builder's {@code ObjectInfo}. */
  HeapNames(Collection<Object> infos) {
    objectsOfTypes =
        infos.stream()
            .map(info -> HeapObject.type(new Internal(info)))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  HeapObject name(Object info) {
    Internal object = new Internal(info);
    return new HeapObject(object, name(object));
  }

  private String name(Internal info) {
    String label = label(info);
    StringBuilder name = new StringBuilder(label);
    Internal object = info;
    for (int step = 0; step < STEPS && !isKnown(object, label); step++) {
      Object reason = object.find("getMainReason").orElse("");
      if (reason.getClass() != info.object().getClass()) {
        return name + " < " + cut(reason) + (step == 0 ? contents(info) : "");
      }
      object = new Internal(reason);
      label = label(object);
      if (step == 0 && HeapObject.type(object).equals("java.lang.String")) {
        return label;
      }
      name.append(" < ").append(label);
    }
    return name.toString();
  }

  /** Whether a label says which object it is. */
  private boolean isKnown(Internal info, String label) {
    return label.strip().indexOf(' ') > 0 || isOnlyOne(HeapObject.type(info));
  }

  private boolean isOnlyOne(String type) {
    return objectsOfTypes.getOrDefault(type, 0L) == 1;
  }

  private static String contents(Internal info) {
    return info.find("getObject").flatMap(ObjectTexts::numbers).orElse("");
  }

  private String label(Internal info) {
    String type = HeapObject.type(info);
    return switch (type) {
      case "java.lang.String" -> "S " + cut(info.call("getObject"));
      case "java.lang.Class" -> NameList.stable(info.call("getObject").toString());
      default ->
          type.substring(type.lastIndexOf('.') + 1) + (isOnlyOne(type) ? "" : texts(info, type));
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
