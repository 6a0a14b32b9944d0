// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

/**
 * A label of a host in which {@code *} matches any run of characters. A {@code ?} and a class of
 * characters cannot occur: kubelet parses the pattern as a URL first.
 *
 * @see <a href="https://pkg.go.dev/path/filepath#Match">filepath.Match</a>, which kubelet uses
 */
final class Glob {
  private Glob() {}

  static boolean isGlob(String text) {
    return text.indexOf('*') >= 0;
  }

  /**
   * Whether a label matches, or each label that another glob matches: a {@code *} of that one
   * stands for itself, which only a {@code *} matches.
   */
  static boolean matches(String glob, String label) {
    return isGlob(glob) ? meet(glob, label, false) : glob.equals(label);
  }

  /** Whether a label exists that matches both. */
  static boolean overlap(String one, String other) {
    boolean globs = isGlob(one) || isGlob(other);
    return globs ? meet(one, other, true) : one.equals(other);
  }

  /** Fills a table, from the ends: whether what follows two positions has a common match. */
  private static boolean meet(String one, String other, boolean globs) {
    int rows = one.length();
    int columns = other.length();
    boolean[][] meets = new boolean[rows + 1][columns + 1];
    for (int i = rows; i >= 0; i--) {
      for (int j = columns; j >= 0; j--) {
        boolean star = i < rows && one.charAt(i) == '*';
        boolean otherStar = globs && j < columns && other.charAt(j) == '*';
        boolean same = i < rows && j < columns && one.charAt(i) == other.charAt(j);
        meets[i][j] =
            (i == rows && j == columns)
                || (same && meets[i + 1][j + 1])
                || ((star || otherStar)
                    && ((i < rows && meets[i + 1][j]) || (j < columns && meets[i][j + 1])));
      }
    }
    return meets[0][0];
  }
}
