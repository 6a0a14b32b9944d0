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
        "mkdir node/var/lib/podpass; ln -s ../../kept node/var/lib/podpass/note.json"
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
  void repairsTheProgramThatKubeletRunsAsRootAndRefusesAnOpenConfiguration() throws IOException {
    assumeThat(isRoot()).as("NOT TESTED: not run as root").isTrue();
    var _ = good(INSTALL);
    Map<String, String> installed = diskWithoutState();
    assertThat(
            node.shell()
                .run("cd node/opt/plugins; chown nobody podpass; chmod 0777 podpass")
                .status())
        .isZero();
    Shell.Result status = node.podpass("status");
    assertThat(status.status()).isEqualTo(78);
    assertThat(status.printed()).contains(MadeUpNode.BIN + "/podpass", MadeUpNode.CONFIG);

    assertThat(good("reconcile --once --providers=acr").printed())
        .isEqualTo("replaced /opt/plugins/podpass\nkubelet did not have to be restarted\n");

    assertThat(rights(node.place(MadeUpNode.BIN + "/podpass"))).isEqualTo("0 755");
    assertThat(diskWithoutState().keySet()).isEqualTo(installed.keySet());
    var _ = good("status");
    String open = "chown nobody node%1$s; chmod 0666 node%1$s".formatted(MadeUpNode.CONFIG);
    assertThat(node.shell().run(open).status()).isZero();
    for (String command : new String[] {"reconcile --once --providers=acr", "uninstall"}) {
      Shell.Result refused = node.podpass(command);
      assertThat(refused.status()).as(refused.printed()).isEqualTo(78);
      assertThat(refused.printed()).contains("can be changed by other users than root");
    }
    assertThat(node.podpass("status").status()).isEqualTo(78);
  }

  private String rights(Path file) {
    return node.shell().run("stat -c '%u %a' '" + file + "'").printed().strip();
  }

  private boolean isRoot() {
    return node.shell().run("id -u").printed().equals("0\n");
  }
}
