// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;

/**
 * Kills {@code podpass node} between two of its steps. Whatever it changes takes its name by a
 * rename, so strace kills it there.
 */
final class Kill {
  /** What the shell has for a process that was killed. */
  static final int STATUS = 128 + 9;

  /** More than a change has. */
  static final int MOST_RENAMES = 30;

  /** The same for deletions, most of them of leftovers that are not there. */
  static final int MOST_DELETIONS = 60;

  /** What the C library calls; strace passes over those with a ? that arm64 does not have. */
  private static final String RENAME = "?rename,renameat";

  private static final String DELETION =
      System.getProperty("os.arch").equals("aarch64") ? "unlinkat" : "unlink,rmdir";

  private Kill() {}

  /** From one rename that is tried to the next: over the jar, the first and one in the middle. */
  static int step() {
    return BuiltProgram.executable().isPresent() ? 1 : 5;
  }

  /** Skips the test where processes may not be traced. */
  static void requireStrace(MadeUpNode node) {
    assumeThat(node.shell().run("strace -f -o /dev/null true").status())
        .as("NOT TESTED: strace is not there, or may not trace")
        .isZero();
  }

  /** Kills the command before a rename; false if it ended because it has fewer. */
  static boolean beforeRename(MadeUpNode node, int number, String command) {
    return before(RENAME, node, number, command);
  }

  /** The same before it deletes something. */
  static boolean beforeDeletion(MadeUpNode node, int number, String command) {
    return before(DELETION, node, number, command);
  }

  /** Lets a rename fail instead; the file {@code trace} has what became of it. */
  static Shell.Result failingRename(MadeUpNode node, int number, String command) {
    return node.shell()
        .run(
            "strace -f -o trace -e trace=%1$s -e inject=%1$s:error=EIO:when=%2$d sh -c \"%3$s\""
                .formatted(RENAME, number, node.line(command)));
  }

  private static boolean before(String calls, MadeUpNode node, int number, String command) {
    Shell.Result result =
        node.shell()
            .run(
                "strace -f -o /dev/null -e trace=%1$s -e inject=%1$s:signal=KILL:when=%2$d sh -c"
                        .formatted(calls, number)
                    + " \""
                    + node.line(command)
                    + "\" || exit $(($? == 78 ? 0 : $?))");
    assertThat(result.status()).as(result.printed()).isIn(0, STATUS);
    return result.status() == STATUS;
  }
}
