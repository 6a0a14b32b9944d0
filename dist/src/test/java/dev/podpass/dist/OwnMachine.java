// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Runs commands where no process and no directory of a node is that this machine may have: in
 * namespaces of their own. Only root may make these; elsewhere the commands run beside what is
 * there.
 */
final class OwnMachine {
  private static final String NAMESPACES = "unshare --mount --pid --fork --mount-proc ";
  private static final String HIDDEN =
      "/etc/kubernetes /etc/rancher /run/podpass /var/lib/kubelet /var/lib/podpass /var/lib/rancher";

  private OwnMachine() {}

  /** Whether this user and this kernel make such namespaces. */
  static boolean isPossible(Shell shell) {
    return shell.run(NAMESPACES + "mount -t tmpfs none /tmp").status() == 0;
  }

  /** Runs commands; the first that fails ends them. */
  static Shell.Result run(Shell shell, String commands) throws IOException {
    if (!isPossible(shell)) {
      return runAlone(shell, commands);
    }
    var _ =
        shell.program(
            "on-own-machine",
            """
            set -eu
            for directory in %s; do
              [ ! -d $directory ] || mount -t tmpfs none $directory
            done
            %s
            """
                .formatted(HIDDEN, commands));
    return shell.run(NAMESPACES + "on-own-machine");
  }

  /** With no other test's processes beside it, at least. */
  private static Shell.Result runAlone(Shell shell, String commands) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                Path.of("target/own-machine.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      return shell.run(commands);
    }
  }
}
