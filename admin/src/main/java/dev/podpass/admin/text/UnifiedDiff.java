// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Compares two texts in the unified diff format. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private UnifiedDiff() {}

  /** Returns the differences with the names as headers; empty if there are none. */
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
