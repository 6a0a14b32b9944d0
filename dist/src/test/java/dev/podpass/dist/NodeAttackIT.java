// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.core.file.Sha256;
import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an image of others, or another user of the node, does to {@code podpass node}. */
class NodeAttackIT extends OnMadeUpNode {
  private static final String STATE = "/var/lib/podpass/state.json";

  /** As podpass 0.9 wrote it in the middle of a change. */
  private static final String FORMER =
      """
      {"format": 1, "change": {"phase": "restart", "restart": "command:touch ran",
      "steps": [{"path": "/../outside/config", "before": "absent", "after": "absent"}],
      "healthzPort": 10248, "result": "x", "reason": "x"}, "repairs": []}
      """;

  private static final String OUTSIDE =
      "find outside -printf '%p %y %m %u %T@ %l\\n' | sort; cat outside/config";

  @Test
  void runsNothingForAnImageWithAStateOfTheFormerFormat() throws IOException {
    String outside = prepareImage();
    node.write(STATE, FORMER);

    Shell.Result result = node.podpass(INSTALL);

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .contains(STATE + ": another version of podpass wrote it; podpass goes on from what is on")
        .endsWith("kubelet is not running; it reads the configuration when it starts\n");
    node.write(STATE, FORMER);
    var _ = good("uninstall");
    assertNothingRunOrChanged(outside);
  }

  /** Its digest is right: a user who can write the state can compute that. */
  @ParameterizedTest
  @ValueSource(strings = {"/../outside", "../outside", "/opt/relative", "/opt/absolute"})
  void leavesTheRootForNoPathOfAStateThatAnImageBrings(String outsideByName) throws IOException {
    var _ = prepareImage();
    var _ = good(INSTALL);
    Files.copy(node.place(MadeUpNode.CONFIG), folder.resolve("outside/written"));
    String outside = node.shell().run(OUTSIDE).printed();
    String state = edited(node.read(STATE), outsideByName);

    for (String command : new String[] {INSTALL, INSTALL + ",ecr", "uninstall"}) {
      node.write(STATE, state);

      Shell.Result result = node.podpass(command);

      assertThat(result.status()).as(command + ": " + result.printed()).isZero();
      assertThat(result.printed()).doesNotContain("damaged");
      assertNothingRunOrChanged(outside);
    }
  }

  /** An image whose process table is another kernel's, and files beside it; returns those. */
  private String prepareImage() throws IOException {
    node.write("/proc/sys/kernel/random/boot_id", "00000000-0000-4000-8000-000000000000\n");
    node.write("/commands", "");
    return node.shell()
        .run(
            "mkdir outside; echo secret > outside/config; cp podpass outside/podpass;"
                + " ln -s ../../outside node/opt/relative; ln -s $PWD/outside node/opt/absolute; "
                + OUTSIDE)
        .printed();
  }

  private static String edited(String state, String outside) {
    String text =
        state
            .replace("\"" + MadeUpNode.CONFIG + "\"", "\"" + outside + "/written\"")
            .replace("\"" + MadeUpNode.BIN + "/podpass\"", "\"" + outside + "/podpass\"")
            .replaceFirst("\"original\": \"[^\"]*\"", "\"original\": \"absent\"")
            .replaceFirst("( *)\"source\":", "$1\"unit\": \"x; touch ran\",\n$0")
            .replaceFirst(",\n  \"sha256\": \"[0-9a-f]*\"\n", "\n");
    return text.replaceFirst("\n}\n$", ",\n  \"sha256\": \"" + Sha256.of(text) + "\"\n}\n");
  }

  private void assertNothingRunOrChanged(String outside) throws IOException {
    assertThat(node.read("/commands")).isEmpty();
    assertThat(node.restarts()).isZero();
    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(node.place("/ran")).doesNotExist();
    assertThat(node.shell().run(OUTSIDE).printed()).isEqualTo(outside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir -p node/var/other; ln -s ../other node/var/lib/podpass",
        "mkdir -m 0777 node/var/lib/podpass",
        "mkdir node/var/lib/podpass; chown nobody node/var/lib/podpass",
        "mkdir node/var/lib/podpass; ln -s ../../kept node/var/lib/podpass/state.json"
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
    answeredByAnother(500);

    assertThat(good(INSTALL).printed())
        .endsWith("kubelet was restarted and lives, but another process has its health port\n");

    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
    assertThat(node.restarts()).isOne();
  }

  @Test
  void putsEverythingBackWhereAnotherProcessAnswersThatKubeletIsHealthy() throws IOException {
    Map<String, String> before = node.disk();
    answeredByAnother(200);

    Shell.Result result = node.podpass(INSTALL + " --env=REFUSED=1");

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed()).contains("the files are as they were");
    assertThat(diskWithoutState()).isEqualTo(before);
    assertThat(node.kubelet()).hasSize(1);
    assertThat(node.runningWith()).isEqualTo(node.read(MadeUpNode.CONFIG));
  }

  /** From the first restart on. */
  private void answeredByAnother(int status) throws IOException {
    node.write("/socket", "4712\n");
    node.healthz().removeContext("/healthz");
    node.healthz()
        .createContext(
            "/healthz",
            exchange -> {
              exchange.sendResponseHeaders(node.restarts() == 0 ? 200 : status, -1);
              exchange.close();
            });
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
