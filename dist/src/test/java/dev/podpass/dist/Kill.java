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

  /** More moments than a command has, most of them deletions of leftovers that are not there. */
  static final int MOST = 60;

  /** Between two steps. The C library calls these; strace passes over those with a ? on arm64. */
  enum Moment {
    RENAME("?rename,renameat"),
    DELETION(System.getProperty("os.arch").equals("aarch64") ? "unlinkat" : "unlink,rmdir");

    private final String calls;

    Moment(String calls) {
      this.calls = calls;
    }
  }

  private Kill() {}

  /** Skips the test where processes may not be traced. */
  static void requireStrace(MadeUpNode node) {
    assumeThat(node.shell().run("strace -f -o /dev/null true").status())
        .as("NOT TESTED: strace is not there, or may not trace")
        .isZero();
  }

  /** Kills the command at a moment; false if it ended because it has fewer. */
  static boolean at(Moment moment, MadeUpNode node, int number, String command) {
    Shell.Result result =
        node.shell()
            .run(
                traced(
                        "-o /dev/null -e trace=%1$s -e inject=%1$s:signal=KILL:when=%2$d"
                            .formatted(moment.calls, number),
                        node,
                        command)
                    + " || exit $(($? == 78 ? 0 : $?))");
    assertThat(result.status()).as(result.printed()).isIn(0, STATUS);
    return result.status() == STATUS;
  }

  /** Lets a rename fail instead; the file {@code trace} has what became of it. */
  static Shell.Result failingRename(MadeUpNode node, int number, String command) {
    return node.shell()
        .run(
            traced(
                "-o trace -e trace=%1$s -e inject=%1$s:error=EIO:when=%2$d"
                    .formatted(Moment.RENAME.calls, number),
                node,
                command));
  }

  /**
   * Not what podpass runs: kubelet lives on, and strace would wait for its end. The executable is
   * run by its own path, because a script that runs it would end the tracing.
   */
  private static String traced(String options, MadeUpNode node, String command) {
    String program = BuiltProgram.requireExecutable().toString();
    return "on-node strace -f -b execve %s %s"
        .formatted(options, node.beside(command).replaceFirst("^podpass", program));
  }
}
