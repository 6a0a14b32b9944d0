// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another user of the node does to {@code podpass node}. */
class NodeAttackIT extends OnMadeUpNode {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir -p node/var/other; ln -s ../other node/var/lib/podpass",
        "mkdir -m 0777 node/var/lib/podpass",
        "mkdir node/var/lib/podpass; chown nobody node/var/lib/podpass",
        "mkdir node/var/lib/podpass; ln -s ../../kept node/var/lib/podpass/pending"
      })
  void refusesAStateDirectoryThatAnotherUserCanChange(String prepare) throws IOException {
    assumeThat(prepare.contains("chown") && !isRoot()).as("NOT TESTED: not run as root").isFalse();
    assertThat(node.shell().run(prepare).status()).isZero();
    Map<String, String> before = node.disk();

    for (String command : new String[] {INSTALL, "uninstall", "status"}) {
      Shell.Result result = node.podpass(command);

      assertThat(result.status()).as(result.printed()).isEqualTo(78);
      assertThat(result.printed())
          .contains("another user can change it, or it is a link; hint: set --state-dir to a");
      assertThat(node.disk()).isEqualTo(before);
    }
    assertThat(node.restarts()).isZero();
  }

  /** Kubelet's port is not privileged; a kubelet that finds it taken goes on without it. */
  @Test
  void keepsPodpassWhereAnotherProcessAnswersThatKubeletIsIll() throws IOException {
    node.losesItsPort(500);

    assertThat(good(INSTALL).printed())
        .endsWith("kubelet was restarted and lives, but another process has its health port\n");

    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
    assertThat(node.restarts()).isOne();
  }

  @Test
  void putsEverythingBackWhereAnotherProcessAnswersThatKubeletIsHealthy() throws IOException {
    Map<String, String> before = node.disk();
    node.losesItsPort(200);

    Shell.Result result = node.podpass(INSTALL + " --env=REFUSED=1");

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed()).contains("the files are as they were");
    assertThat(diskWithoutState()).isEqualTo(before);
    assertThat(node.kubelet()).hasSize(1);
    assertThat(node.runningWith()).isEqualTo(node.read(MadeUpNode.CONFIG));
  }

  @Test
  void isNotHeldUpByTheOwnerOfTheAuditLogsDirectory() throws IOException {
    assumeThat(isRoot()).as("NOT TESTED: not run as root").isTrue();
    assertThat(
            node.shell()
                .run("mkdir audit; mkfifo audit/.a.jsonl.lock; chown -R nobody audit")
                .status())
        .isZero();

    Shell.Result result =
        node.shell().run("timeout 60 " + node.line(INSTALL + " --node-audit-log=audit/a.jsonl"));

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .contains("podpass: metrics or audit log cannot be written: others may change ")
        .endsWith("kubelet was restarted and is healthy\n");
    assertThat(folder.resolve("audit")).isDirectoryNotContaining("glob:**a.jsonl");
  }

  @Test
  void repairsOwnerAndModeOfWhatKubeletRunsAsRoot() throws IOException {
    assumeThat(isRoot()).as("NOT TESTED: not run as root").isTrue();
    var _ = good(INSTALL);
    Map<String, String> installed = diskWithoutState();
    assertThat(
            node.shell()
                .run(
                    "cd node/opt/plugins; chown nobody podpass; chmod 0777 podpass;"
                        + " cd ../../etc/kubernetes; chown nobody *.yaml; chmod 0666 *.yaml")
                .status())
        .isZero();
    Shell.Result status = node.podpass("status");
    assertThat(status.status()).isEqualTo(78);
    assertThat(status.printed()).contains(MadeUpNode.BIN + "/podpass", MadeUpNode.CONFIG);

    assertThat(good("reconcile --once --providers=acr").printed())
        .contains("replaced /opt/plugins/podpass\n", "gave to root alone " + MadeUpNode.CONFIG)
        .endsWith("kubelet did not have to be restarted\n");

    Path program = node.place(MadeUpNode.BIN + "/podpass");
    assertThat(rights(program)).isEqualTo("0 755");
    assertThat(rights(node.place(MadeUpNode.CONFIG))).isEqualTo("0 644");
    assertThat(diskWithoutState().keySet()).isEqualTo(installed.keySet());
    var _ = good("status");
  }

  private String rights(Path file) {
    return node.shell().run("stat -c '%u %a' '" + file + "'").printed().strip();
  }

  private boolean isRoot() {
    return node.shell().run("id -u").printed().equals("0\n");
  }
}
