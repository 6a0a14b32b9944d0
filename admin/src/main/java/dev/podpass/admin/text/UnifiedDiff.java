// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** The difference between two texts, in the unified format that {@code patch} reads. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private UnifiedDiff() {}

  /** The difference between the texts of two names; empty if there is none. */
  public static String of(String name, String before, String newName, String after) {
    List<String> old = lines(before);
    return String.join(
        "\n",
        UnifiedDiffUtils.generateUnifiedDiff(
            name, newName, old, DiffUtils.diff(old, lines(after)), CONTEXT));
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }
}
