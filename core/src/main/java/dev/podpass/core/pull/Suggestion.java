// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Finds the name that a mistyped one was meant to be. */
public final class Suggestion {
  /** As cobra has it, so as kubectl and gh do. */
  private static final int MAX_DISTANCE = 2;

  private static final int SHORTEST_START = 3;

  /** A cloud is not the provider of its registry, and many type its name. */
  private static final Map<String, String> CLOUDS =
      Map.of("aws", "ecr", "amazon", "ecr", "gcp", "gar", "google", "gar", "azure", "acr");

  private Suggestion() {}

  /** The hint {@code did you mean NAME?} for the nearest name, if one is near. */
  public static Optional<String> of(String given, Collection<String> names) {
    return Optional.ofNullable(CLOUDS.get(given))
        .filter(names::contains)
        .or(() ->
            names.stream()
                .filter(name -> isNear(given, name))
                .min(
                    Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder())))
        .map(name -> "did you mean " + name + "?");
  }

  private static boolean isNear(String given, String name) {
    int distance = distance(given, name);
    boolean begun = given.length() >= SHORTEST_START && name.startsWith(given);
    return begun
        || (distance <= MAX_DISTANCE && 2 * distance < given.replaceFirst("^--", "").length());
  }

  /** The optimal string alignment distance: neighbours that are swapped count as one change. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : changes(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int changes(String a, String b, int[][] d, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int changes =
        Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(changes, d[i - 2][j - 2] + 1) : changes;
  }
}
