// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.dist.Kill.Moment;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process of {@code podpass node} is killed; the next one goes on from what is there. Whatever
 * is changed takes its name by a rename, so renames and deletions are the moments between two
 * steps.
 */
class NodeKilledIT {
  private static final String INSTALL = "install --providers=acr";
  private static final String RECONCILE = "reconcile --once --providers=acr";
  private static final String BAD = INSTALL + " --env=REFUSED=1";

  @TempDir(factory = TrustedFolder.class)
  private Path folder;

  private int nodes;

  private MadeUpNode node() throws IOException {
    nodes++;
    return MadeUpNode.in(Files.createDirectory(folder.resolve("" + nodes)));
  }

  /** What is done on a node. */
  private interface Step {
    void on(MadeUpNode node) throws IOException;
  }

  /**
   * Kills a command at each of its moments, on a node each, which in the end is as it was.
   *
   * @param fewest moments that it has
   */
  private void kill(Moment kind, String command, int fewest, Step before, Step after)
      throws IOException {
    int moments = 0;
    for (boolean killed = true; killed && moments < Kill.MOST; moments++) {
      try (MadeUpNode node = node()) {
        Kill.requireStrace(node);
        Map<String, String> disk = node.disk();
        before.on(node);
        killed = Kill.at(kind, node, moments + 1, command);
        after.on(node);
        good(node, "uninstall");
        assertThat(node.disk()).as("%s %d", kind, moments).isEqualTo(disk);
        assertThat(node.runningWith()).isEqualTo(node.read(MadeUpNode.CONFIG));
      }
    }
    assertThat(moments - 1).as("moments").isBetween(fewest, Kill.MOST - 2);
  }

  private static void good(MadeUpNode node, String command) {
    Shell.Result result = node.podpass(command);
    assertThat(result.status()).as(result.printed()).isZero();
  }

  /** Kubelet's file as it was, program, link, what is remembered, the change, the good text. */
  @Test
  void anInstallation() throws IOException {
    kill(Moment.RENAME, INSTALL, 8, _ -> {}, NodeKilledIT::assertInstalledByTheNextPass);
  }

  /** Kubelet has read what was written, however little of that is remembered. */
  @Test
  void anInstallationAndKubeletRestartsByItself() throws IOException {
    kill(Moment.RENAME, INSTALL, 8, _ -> {}, NodeKilledIT::restartKubelet);
  }

  @Test
  void anUninstallation() throws IOException {
    kill(
        Moment.RENAME,
        "uninstall",
        3,
        node -> good(node, INSTALL),
        node -> assertThat(node.kubelet()).hasSize(1));
  }

  /** Links, program, and what podpass remembers; kubelet is stopped, as in an image. */
  @ParameterizedTest
  @ValueSource(strings = {"uninstall", INSTALL})
  void theDeletionsOfAnUninstallation(String next) throws IOException {
    kill(
        Moment.DELETION,
        "uninstall --no-restart",
        5,
        node -> {
          good(node, INSTALL);
          node.stopKubelet();
        },
        node -> {
          restartKubelet(node);
          good(node, next);
        });
  }

  /** A change that kubelet does not start with, while it is put back. */
  @Test
  void aRollback() throws IOException {
    kill(
        Moment.RENAME,
        BAD,
        8,
        node -> good(node, INSTALL),
        node -> {
          Shell.Result next = node.podpass(BAD);

          assertThat(next.status()).as(next.printed()).isEqualTo(78);
          assertThat(node.kubelet()).hasSize(1);
          assertThat(node.runningWith())
              .isEqualTo(node.read(MadeUpNode.CONFIG))
              .contains("- name: podpass-acr\n")
              .doesNotContain(MadeUpNode.REFUSED);
          int restarts = node.restarts();
          assertThat(node.podpass(BAD.replace("install", "reconcile --once")).printed())
              .contains("not tried again until");
          assertThat(node.restarts()).isEqualTo(restarts);
        });
  }

  /** Needs no strace: what podpass runs kills it. */
  @ParameterizedTest
  @ValueSource(strings = {"--version", "reset-failed*", "restart*"})
  void whileItWaitsForAProgramOfTheNode(String program) throws IOException {
    try (MadeUpNode node = node()) {
      Map<String, String> before = node.disk();
      String systemctl = "/srv/bin/systemctl";
      String script = node.read(systemctl);
      // Between podpass and what runs on the node is nsenter.
      String kill = "case \"$*\" in %s) read _ _ _ killed _ </proc/$PPID/stat; %s ;; esac\n";
      node.write("/srv/trial", kill.formatted(program, "kill -9 $killed"));
      node.write(
          systemctl,
          script
              .replace("exec ", "")
              .replaceFirst(
                  "\n",
                  "\n"
                      + Matcher.quoteReplacement(
                          kill.formatted(program, "trap 'kill -9 $killed' EXIT"))));

      Shell.Result killed = node.podpass(INSTALL);

      assertThat(killed.status()).as(killed.printed()).isEqualTo(Kill.STATUS);
      node.write(systemctl, script);
      Files.delete(node.place("/srv/trial"));
      assertInstalledByTheNextPass(node);
      good(node, "uninstall");
      assertThat(node.disk()).isEqualTo(before);
    }
  }

  private static void restartKubelet(MadeUpNode node) {
    assertThat(node.shell().run("restart-kubelet").status()).isZero();
    assertThat(node.kubelet()).hasSize(1);
  }

  private static void assertInstalledByTheNextPass(MadeUpNode node) throws IOException {
    assertThat(node.kubelet()).hasSize(1);

    good(node, RECONCILE);

    assertThat(node.runningWith())
        .isEqualTo(node.read(MadeUpNode.CONFIG))
        .contains("- name: podpass-acr\n");
    assertThat(node.restarts()).isOne();
    assertThat(node.disk().keySet())
        .noneMatch(path -> path.endsWith(".tmp") || path.endsWith(".lock"));
  }
}
