// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import dev.podpass.imagebuilder.Internal;
import dev.podpass.imagebuilder.layout.HeapNames.HeapObject;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The builder's own layout of the image's heap, {@code ChunkedImageHeapLayouter}: it fills each
 * part of the heap by size, largest objects first. The parts are, one after the other, what is only
 * read, what the linker relocates, what is written, and single arrays that are larger than a chunk.
 */
final class HeapLayout {
  private static final String LAYOUTER = "com.oracle.svm.core.image.ImageHeapLayouter";
  private static final String CONTROL = LAYOUTER + "$ImageHeapLayouterControl";
  private static final String ALLOCATOR =
      "com.oracle.svm.core.genscavenge.ChunkedImageHeapAllocator";

  private HeapLayout() {}

  /**
   * From now on, each part of the heap is filled lot by lot, the lowest first; but what is only
   * read ends with its lowest lot, so that this lies beside those of the other parts.
   */
  static void replace(ToIntFunction<HeapObject> lot) {
    StandIn.install(
        LAYOUTER,
        theirs ->
            (_, method, arguments) -> {
              if (method.getName().equals("layout")) {
                return layout(theirs, arguments, lot);
              }
              try {
                return method.invoke(theirs.object(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** What {@code doLayout} does, with each part's objects in lots. */
  private static Object layout(
      Internal layouter, Object[] arguments, ToIntFunction<HeapObject> lot) {
    Internal allocator = Internal.create(ALLOCATOR, layouter.get("startOffset"));
    Internal control = Internal.create(CONTROL, arguments[2]);
    layouter.set("allocator", allocator.object());
    List<Internal> parts =
        Arrays.stream((Object[]) layouter.get("partitions")).map(Internal::new).toList();
    HeapNames names =
        new HeapNames(parts.stream().flatMap(part -> objects(part).stream()).toList());
    parts.forEach(part -> fill(part, allocator, control, info -> lot.applyAsInt(names.name(info))));
    return layouter.call(
        "populateInfoObjects",
        new Internal(arguments[0]).call("countAndVerifyDynamicHubs"),
        arguments[1],
        control.object());
  }

  private static void fill(
      Internal part, Internal allocator, Internal control, ToIntFunction<Object> lot) {
    Collection<Object> objects = objects(part);
    NavigableMap<Integer, List<Object>> lots =
        objects.stream()
            .collect(Collectors.groupingBy(lot::applyAsInt, TreeMap::new, Collectors.toList()));
    objects.clear();
    if ((boolean) part.get("hugeObjects")) {
      lots.values().forEach(objects::addAll);
      part.find("layout", allocator.object(), control.object());
      return;
    }
    allocator.find("maybeStartAlignedChunk");
    part.set("startOffset", allocator.call("getPosition"));
    boolean isOnlyRead = part.call("getName").equals("readOnly");
    for (List<Object> each : (isOnlyRead ? lots.descendingMap() : lots).values()) {
      objects.addAll(each);
      part.find("allocateObjectsInAlignedChunks", allocator.object(), control.object());
      objects.clear();
    }
    part.set("endOffset", allocator.call("getPosition"));
  }

  @SuppressWarnings("unchecked")
  private static Collection<Object> objects(Internal part) {
    return (Collection<Object>) part.get("objects");
  }
}
