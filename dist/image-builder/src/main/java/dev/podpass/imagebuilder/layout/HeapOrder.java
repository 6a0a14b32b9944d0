// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import dev.podpass.imagebuilder.Listing;
import dev.podpass.imagebuilder.layout.HeapNames.HeapObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Puts the objects beside each other that an answer from the cache touches ({@code
 * hit-objects.txt}), and after them those of other pulls ({@code pull-objects.txt}). In the
 * builder's own order, by size, an answer from the cache touches 100 KB of objects on 1,072 pages.
 *
 * <p>After them come small objects of the same classes: which entries of a map are met on the way
 * to another one depends on hash codes, which are others in each build. Not those of GraalVM, of
 * which each belongs to a class.
 *
 * <p>Beside the executable, {@code podpass.objects.txt} then has where each object begins, for
 * {@code bench/trace-objects.py}, which writes those lists.
 *
 * <p>{@code native-image --features=} names it.
 */
public final class HeapOrder implements Feature {
  /** In bytes. */
  private static final int SMALL = 192;

  private final List<Set<String>> lots =
      List.of(
          Set.copyOf(NameList.of("hit-objects.txt")), Set.copyOf(NameList.of("pull-objects.txt")));
  private final Set<String> kinds =
      lots.stream().flatMap(Set::stream).map(HeapOrder::kind).collect(Collectors.toSet());
  private final List<HeapObject> objects = new ArrayList<>();

  @Override
  public void beforeUniverseBuilding(BeforeUniverseBuildingAccess access) {
    HeapLayout.replace(object -> {
      objects.add(object);
      return lot(object);
    });
  }

  private int lot(HeapObject object) {
    for (int lot = 0; lot < lots.size(); lot++) {
      if (lots.get(lot).contains(object.name())) {
        return lot;
      }
    }
    boolean isAlike =
        object.size() <= SMALL
            && kinds.contains(kind(object.name()))
            && !object.type().startsWith("com.oracle.svm.");
    return isAlike ? lots.size() : lots.size() + 1;
  }

  /** The class of an object with this name. */
  private static String kind(String name) {
    return name.substring(0, (name + " ").indexOf(' '));
  }

  @Override
  public void afterImageWrite(AfterImageWriteAccess access) {
    Listing.write(
        access,
        "objects",
        objects.stream()
            .map(object -> object.offset() + "\t" + object.size() + "\t" + object.name()));
  }
}
