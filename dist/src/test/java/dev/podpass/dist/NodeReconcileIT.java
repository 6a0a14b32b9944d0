// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code podpass node reconcile} as the process that it is on a node, from start to SIGTERM. */
@Timeout(60)
class NodeReconcileIT extends OnMadeUpNode {
  private static final int SIGTERM = 128 + 15;
  private static final String STOPPED = "podpass: stopped by a signal; podpass stays on this node";

  /**
   * What the executable may hold between two passes, besides pages of its file, which it shares
   * with all runs; a JVM needs more for itself.
   */
  private static final int EXECUTABLE_KIB = 25 << 10;

  private static final int JVM_KIB = 110 << 10;

  private @Nullable Process started;

  /** Before the node is closed. */
  @AfterEach
  void stop() throws InterruptedException {
    if (started != null) {
      started.destroyForcibly().waitFor();
    }
  }

  private Process reconcile(String options) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/sh", "-c", "exec " + node.line("reconcile --providers=acr " + options))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", folder + ":/srv/bin:/usr/bin:/bin");
    Process process = builder.start();
    started = process;
    return process;
  }

  @Tag("smoke")
  @Test
  void repairsWhatChangesUntilItIsStopped() throws Exception {
    Process process = reconcile("--interval=1s");
    BufferedReader output = process.inputReader();
    assertThat(linesTo(output, "kubelet was restarted and is healthy"))
        .contains("added /opt/plugins/podpass-acr");

    Files.delete(node.place("/opt/plugins/podpass-acr"));

    assertThat(linesTo(output, "kubelet did not have to be restarted"))
        .containsExactly("added /opt/plugins/podpass-acr", "kubelet did not have to be restarted");
    assertThat(node.place("/opt/plugins/podpass-acr")).isSymbolicLink();
    assertThat(ownKib(podpass(process)))
        .isBetween(1_000, BuiltProgram.executable().isPresent() ? EXECUTABLE_KIB : JVM_KIB);
    // Unlike the process, it leaves the output open.
    assertThat(podpass(process).destroy()).isTrue();
    assertThat(process.waitFor()).isEqualTo(SIGTERM);
    assertThat(output.lines()).containsExactly(STOPPED);
    assertThat(node.restarts()).isOne();
    assertThat(node.podpass("status").status()).isZero();
  }

  /** In a container, its end would be the end of the pass. */
  @Test
  void letsThePassUnderWayEndWhenItIsStopped() throws Exception {
    assertThat(node.shell().run("mkfifo node/run/reached node/run/go-on").status()).isZero();
    String systemctl = "/srv/bin/systemctl";
    node.write(
        systemctl,
        node.read(systemctl)
            .replaceFirst(
                "case",
                "case \"\\$*\" in restart*) echo > /run/reached; read line < /run/go-on ;; esac;"
                    + " case"));
    Process process = reconcile("--interval=1h");
    BufferedReader output = process.inputReader();
    assertThat(node.place("/run/reached")).hasContent("\n");

    // Unlike the process, it leaves the output open.
    assertThat(podpass(process).destroy()).isTrue();
    Files.writeString(node.place("/run/go-on"), "\n");

    assertThat(output.lines()).endsWith("kubelet was restarted and is healthy", STOPPED);
    assertThat(process.waitFor()).isEqualTo(SIGTERM);
    assertThat(node.restarts()).isOne();
    assertThat(node.podpass("status").status()).isZero();
  }

  /** It may be stopped, or its file system may hang. */
  @Test
  void saysThatItWaitsForAnotherPassAndEndsBySigtermMeanwhile() throws Exception {
    Path lock = node.place("/var/lib/.podpass.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Process process = reconcile("--once");
      BufferedReader output = process.inputReader();
      assertThat(
              linesTo(output, "podpass: waiting for another podpass, which is changing this node"))
          .hasSize(1);

      assertThat(podpass(process).destroy()).isTrue();

      assertThat(process.waitFor()).isEqualTo(SIGTERM);
    }
    assertThat(node.restarts()).isZero();
  }

  /** Not all kubelets of a cluster restart at once; on a new node nobody waits for that. */
  @Test
  void waitsForItsTurnBeforeItRestartsAKubeletInService() throws Exception {
    Process process = reconcile("--once --spread=6h");
    assertThat(process.inputReader().readLine())
        .startsWith("podpass: kubelet has to be restarted; waiting ")
        .endsWith(" s of --spread=21600 s");

    Shell.Result status = node.podpass("status");

    assertThat(status.status()).isEqualTo(78);
    assertThat(status.printed()).contains("outcome           waiting\n");
    assertThat(podpass(process).destroy()).isTrue();
    assertThat(process.waitFor()).isEqualTo(SIGTERM);
    assertThat(node.restarts()).isZero();
    Files.writeString(folder.resolve("uptime"), "599.00 1.00\n");
    assertThat(good("reconcile --once --providers=acr --spread=6h").printed())
        .endsWith("kubelet was restarted and is healthy\n");
  }

  private static Stream<String> linesTo(BufferedReader output, String last) throws IOException {
    Stream.Builder<String> lines = Stream.builder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.equals(last)) {
        break;
      }
    }
    return lines.build();
  }

  /** The child of what has entered the node. */
  private static ProcessHandle podpass(Process process) {
    return process.children().findFirst().orElseThrow();
  }

  private static int ownKib(ProcessHandle process) throws IOException {
    try (Stream<String> status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return status
          .filter(line -> line.startsWith("RssAnon:"))
          .map(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
