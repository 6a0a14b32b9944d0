// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The process of {@code podpass node} is killed; the next one goes on from what is there. */
class NodeKilledIT {
  private static final String INSTALL = "install --providers=acr";
  private static final String RECONCILE = "reconcile --once --providers=acr";

  @TempDir(factory = TrustedFolder.class)
  private Path folder;

  private int nodes;

  private MadeUpNode node() throws IOException {
    nodes++;
    return MadeUpNode.in(Files.createDirectory(folder.resolve("" + nodes)));
  }

  /** Whatever is changed takes its name by a rename, so these are the moments between two steps. */
  @Test
  void beforeEachRenameOfAnInstallation() throws IOException {
    boolean killed = true;
    int rename = 1;
    for (; killed && rename <= Kill.MOST_RENAMES; rename++) {
      try (MadeUpNode node = node()) {
        Kill.requireStrace(node);
        Map<String, String> before = node.disk();
        killed = Kill.beforeRename(node, rename, INSTALL);
        assertInstalledByTheNextPass(node, "rename " + rename);
        assertThat(node.podpass("uninstall").status()).isZero();
        assertThat(node.disk()).as("rename " + rename).isEqualTo(before);
      }
    }
    assertThat(killed).isFalse();
    // Kubelet's file as it was, program, link, what is remembered before and after the change,
    // the change, the good text, and the account of the pass: not fewer are tried.
    assertThat(rename - 1).as("more than it has").isGreaterThan(8);
  }

  @Test
  void beforeEachRenameOfAnUninstallation() throws IOException {
    boolean killed = true;
    int rename = 1;
    for (; killed && rename <= Kill.MOST_RENAMES; rename++) {
      try (MadeUpNode node = node()) {
        Kill.requireStrace(node);
        Map<String, String> before = node.disk();
        assertThat(node.podpass(INSTALL).status()).isZero();
        killed = Kill.beforeRename(node, rename, "uninstall");
        assertThat(node.kubelet()).as("rename " + rename).hasSize(1);

        Shell.Result next = node.podpass("uninstall");

        assertThat(next.status()).as(next.printed()).isZero();
        assertThat(node.disk()).as("rename " + rename).isEqualTo(before);
        assertThat(node.runningWith()).isEqualTo(node.read(MadeUpNode.CONFIG));
      }
    }
    assertThat(killed).isFalse();
    assertThat(rename - 1).as("more than it has").isGreaterThan(3);
  }

  /** Links, program, and what podpass remembers; kubelet is stopped, as in an image. */
  @ParameterizedTest
  @ValueSource(strings = {"uninstall", INSTALL})
  void beforeEachDeletionOfAnUninstallation(String command) throws IOException {
    boolean killed = true;
    int deletion = 1;
    for (; killed && deletion <= Kill.MOST_DELETIONS; deletion++) {
      try (MadeUpNode node = node()) {
        Kill.requireStrace(node);
        Map<String, String> before = node.disk();
        assertThat(node.podpass(INSTALL).status()).isZero();
        node.stopKubelet();
        killed = Kill.beforeDeletion(node, deletion, "uninstall --no-restart");
        assertThat(node.shell().run("restart-kubelet").status()).isZero();
        assertThat(node.kubelet()).as("deletion " + deletion).hasSize(1);

        Shell.Result next = node.podpass(command);

        assertThat(next.status()).as("deletion %d: %s", deletion, next.printed()).isZero();
        assertThat(node.podpass("uninstall").status()).isZero();
        assertThat(node.disk()).as("deletion " + deletion).isEqualTo(before);
      }
    }
    assertThat(killed).isFalse();
    assertThat(deletion - 1).as("more than it has").isGreaterThan(5);
  }

  /** Kubelet has read what was written, however little of that is remembered. */
  @Test
  void beforeEachRenameOfAnInstallationAndKubeletRestartsByItself() throws IOException {
    boolean killed = true;
    for (int rename = 1; killed && rename <= Kill.MOST_RENAMES; rename++) {
      try (MadeUpNode node = node()) {
        Kill.requireStrace(node);
        Map<String, String> before = node.disk();
        killed = Kill.beforeRename(node, rename, INSTALL);
        assertThat(node.shell().run("restart-kubelet").status()).isZero();
        assertThat(node.kubelet()).as("rename " + rename).hasSize(1);

        Shell.Result next = node.podpass("uninstall");

        assertThat(next.status()).as("rename " + rename + next.printed()).isZero();
        assertThat(node.disk()).as("rename " + rename).isEqualTo(before);
        assertThat(node.runningWith()).isEqualTo(node.read(MadeUpNode.CONFIG));
      }
    }
    assertThat(killed).isFalse();
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
      assertInstalledByTheNextPass(node, program);
      assertThat(node.podpass("uninstall").status()).isZero();
      assertThat(node.disk()).isEqualTo(before);
    }
  }

  private static void assertInstalledByTheNextPass(MadeUpNode node, String moment)
      throws IOException {
    assertThat(node.kubelet()).as(moment).hasSize(1);

    Shell.Result next = node.podpass(RECONCILE);

    assertThat(next.status()).as(moment + next.printed()).isZero();
    assertThat(node.runningWith())
        .as(moment)
        .isEqualTo(node.read(MadeUpNode.CONFIG))
        .contains("- name: podpass-acr\n");
    assertThat(node.restarts()).as(moment).isOne();
    assertThat(node.disk().keySet())
        .as(moment)
        .noneMatch(path -> path.endsWith(".tmp") || path.endsWith(".lock"));
  }
}
