// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The namespaces of a made-up node: a process tree and mounts whose first process has the node's
 * directory as its root. Beside it, in the same process tree, {@code on-node} runs a command that
 * sees this machine's files, as a privileged container of the node does. All of it ends with the
 * test's process.
 */
final class NodeNamespaces implements AutoCloseable {
  private static final List<String> DIRECTORIES =
      List.of("dev", "etc", "mnt", "proc", "run", "srv", "sys", "tmp", "usr", "var/lib");

  private static final List<String> SYSTEM = List.of("bin", "lib", "lib64", "sbin");

  private final Process holder;

  private NodeNamespaces(Process holder) {
    this.holder = holder;
  }

  /**
   * Makes them; the test is skipped where they cannot be made.
   *
   * @param shell in the directory that has the root as {@code node}
   * @param mounts more mounts of the node, as commands of a shell
   */
  static NodeNamespaces start(Shell shell, String mounts) throws IOException {
    assumeThat(shell.run("unshare --mount --pid --fork --mount-proc true").status())
        .as("NOT TESTED: a node of its own; not run as root, or may not make namespaces")
        .isZero();
    Path folder = shell.directory();
    Path root = folder.resolve("node");
    for (String directory : DIRECTORIES) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.writeString(folder.resolve("uptime"), "999999.00 1.00\n");
    var _ = shell.program("start-node", start(mounts));
    Process holder =
        new ProcessBuilder(
                "unshare", "--mount", "--pid", "--fork", "--mount-proc", folder + "/start-node")
            .directory(folder.toFile())
            .redirectError(folder.resolve("start-node.log").toFile())
            .start();
    BufferedReader output = holder.inputReader();
    assertThat(output.readLine())
        .as(Files.readString(folder.resolve("start-node.log")))
        .isEqualTo("ready");
    writeScripts(shell, holder);
    return new NodeNamespaces(holder);
  }

  /**
   * This machine's programs are where the node has nothing of its own. A made-up uptime makes each
   * kubelet old enough to be judged.
   */
  private static String start(String mounts) {
    String programs =
        Stream.concat(SYSTEM.stream().map(it -> "/" + it), BuiltProgram.directories().stream())
            .map(Object::toString)
            .collect(Collectors.joining(" "));
    return """
    set -eu
    PATH=/usr/sbin:/usr/bin:/sbin:/bin
    mount --bind node node
    for each in /usr/* %s /dev; do
      if [ -L $each ]; then
        [ -e node$each ] || cp -P $each node$each
      elif [ $each = /dev ] || [ -d $each -a ! -e node$each ]; then
        mkdir -p node$each
        mount --rbind $each node$each
      fi
    done
    mount -t overlay overlay -o "ro,lowerdir=$PWD/node/srv/bin:/usr/bin" node/usr/bin || :
    mount -t proc proc node/proc
    mount --bind uptime node/proc/uptime
    mount --make-shared node/proc
    %s
    exec unshare --mount --propagation unchanged /bin/sh -euc '
      cd node
      pivot_root . mnt
      cd /
      umount -l /mnt
      exec perl -e "\\$| = 1; \\$SIG{CHLD} = q(IGNORE); print qq(ready\\n); <STDIN>"
    '
    """
        .formatted(programs, mounts);
  }

  private static void writeScripts(Shell shell, Process holder) throws IOException {
    long first = first(holder).orElseThrow().pid();
    var _ =
        shell.program(
            "on-node",
            """
            exec nsenter --mount=/proc/%1$d/ns/mnt --pid=/proc/%1$d/ns/pid_for_children \\
              /bin/sh -c 'cd "$0" && exec "$@"' '%2$s' "$@"
            """
                .formatted(holder.pid(), shell.directory()));
    var _ = shell.program("in-node", "exec nsenter -t %d -m -p \"$@\"\n".formatted(first));
  }

  /** The processes of the node that run a program of that name. */
  List<Long> processes(String program) {
    return holder
        .descendants()
        .filter(it -> it.info().command().filter(path -> path.endsWith("/" + program)).isPresent())
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Waits for the end of all of its processes but the first, and those of a program. */
  void awaitAllBut(String program) {
    Path first = first(holder).map(NodeNamespaces::namespace).orElseThrow();
    ProcessHandle.allProcesses()
        .filter(it -> namespace(it).equals(first) && !isFirst(it))
        .filter(it -> it.info().command().filter(path -> path.endsWith("/" + program)).isEmpty())
        .forEach(it -> it.onExit().join());
  }

  private boolean isFirst(ProcessHandle process) {
    return first(holder).filter(process::equals).isPresent();
  }

  private static Optional<ProcessHandle> first(Process holder) {
    return holder.children().findFirst();
  }

  private static Path namespace(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/pid"));
    } catch (IOException _) {
      return Path.of("gone");
    }
  }

  /** Ends all of its processes. */
  @Override
  public void close() {
    holder.descendants().forEach(ProcessHandle::destroyForcibly);
    holder.onExit().join();
  }
}
