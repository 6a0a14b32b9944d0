// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

import dev.podpass.imagebuilder.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Puts the objects beside each other that an answer from the cache touches ({@code
 * hit-objects.txt}), and after them those of other pulls ({@code pull-objects.txt}). In the
 * builder's own order, by size, an answer from the cache touches 100 KB of objects on 1,072 pages.
 *
 * <p>Beside the executable, {@code podpass.objects.txt} then has where each object begins, for
 * {@code bench/trace-objects.py}, which writes those lists.
 *
 * <p>{@code native-image --features=} names it.
 */
public final class HeapOrder implements Feature {
  private final List<Set<String>> lots =
      List.of(
          Set.copyOf(NameList.of("hit-objects.txt")), Set.copyOf(NameList.of("pull-objects.txt")));
  private final List<HeapObject> objects = new ArrayList<>();

  @Override
  public void beforeUniverseBuilding(BeforeUniverseBuildingAccess access) {
    HeapLayout.replace(object -> {
      objects.add(object);
      return lot(object.name());
    });
  }

  private int lot(String name) {
    int lot = 0;
    while (lot < lots.size() && !lots.get(lot).contains(name)) {
      lot++;
    }
    return lot;
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
