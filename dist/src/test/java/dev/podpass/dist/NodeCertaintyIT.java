// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What podpass says of kubelet is seen, and what is not seen is not believed. */
class NodeCertaintyIT extends OnMadeUpNode {
  private static final String RECONCILE = "reconcile --once --providers=acr";
  private static final String UNCERTAIN_COMMAND =
      " --restart-command='restart-kubelet; echo timed out; exit 1'";

  @Test
  void takesAKubeletThatPrintsItsVersionForNone() throws IOException {
    node.runKubelet("/usr/bin/kubelet", "--version");

    assertThat(good(INSTALL).printed()).endsWith("kubelet was restarted and is healthy\n");

    assertThat(node.restarts()).isOne();
    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
  }

  @Test
  void changesNothingWhereTwoProcessesMayBeKubelet() throws IOException {
    Map<String, String> before = diskWithoutState();
    node.runKubelet("/usr/bin/kubelet", "--kubeconfig=/etc/kubernetes/kubelet.conf");

    Shell.Result result = node.podpass(INSTALL);

    assertThat(result.status()).as(result.printed()).isEqualTo(75);
    assertThat(result.printed()).contains("it is not certain which process is kubelet");
    assertUntouched(before);
  }

  /** Whatever became of the command, kubelet has read the file. */
  @Test
  void judgesARestartByTheProcessAndNotByItsCommand() throws IOException {
    Map<String, String> before = node.disk();

    var _ = good(INSTALL + UNCERTAIN_COMMAND);

    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
    assertThat(node.restarts()).isOne();
    var _ = good("status");
    var _ = good("uninstall" + UNCERTAIN_COMMAND);
    assertThat(node.runningWith()).doesNotContain("podpass");
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.disk()).isEqualTo(before);
  }

  @Test
  void doesNotRestartKubeletAtEachPassWhereTwoWantOtherOptions() throws IOException {
    String other = "reconcile --once --providers=acr,ecr --node-metrics-file=m.prom";
    var _ = good(INSTALL);
    var _ = good(other);
    assertThat(node.restarts()).isEqualTo(2);

    Shell.Result first = node.podpass(RECONCILE + " --node-metrics-file=m.prom");

    assertThat(first.status()).as(first.printed()).isEqualTo(75);
    assertThat(first.printed()).contains("another podpass wants other options here");
    assertThat(folder.resolve("m.prom"))
        .content()
        .contains("\npodpass_node_other_options 1\n", "\npodpass_node_last_pass_success 0\n");
    assertThat(node.podpass("status").status()).isEqualTo(78);
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.runningWith()).contains("- name: podpass-ecr\n");
  }

  /** Kubelet would not start with them. */
  @Test
  void leavesNoEntriesThereWhoseProgramIsGone() throws IOException {
    var _ = good(INSTALL);
    var _ = good(INSTALL + " --name=other");
    String other = node.read(MadeUpNode.CONFIG);
    var _ = good(INSTALL);
    node.write(MadeUpNode.CONFIG, other);

    Shell.Result next = node.podpass(RECONCILE);

    assertThat(node.runningWith()).as(next.printed()).contains("- name: podpass-acr\n");
    assertThat(node.kubelet()).hasSize(1);
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(node.runningWith());
  }

  /** It has lived for the ten seconds that are judged, and not for a minute. */
  @Test
  void callsNoKubeletGoodThatDiesAfterItWasHealthy() throws IOException {
    Files.writeString(folder.resolve("uptime"), Files.readString(Path.of("/proc/uptime")));
    assertThat(good(INSTALL).printed()).endsWith("kubelet was restarted and is healthy\n");
    assertThat(good("status").printed()).contains("not proven");

    node.stopKubelet();

    Shell.Result status = node.podpass("status");
    assertThat(status.status()).as(status.printed()).isEqualTo(78);
    assertThat(status.printed()).contains("the kubelet that was healthy with it is gone");
  }

  @Test
  void startsAKubeletThatEndsWhileTheProgramIsTried() throws IOException {
    node.write(
        "/srv/trial",
        "[ \"$*\" != --version ] || kill -9 $(cat /run/kubelet/pid) && echo ended >>/run/commands\n");

    Shell.Result result = node.podpass(INSTALL);

    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(node.commands()).startsWith("ended\n");
    assertThat(node.kubelet()).hasSize(1);
    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
  }

  @Test
  void doesNotWaitForAKubeletThatEndsAgainAndAgain() throws IOException {
    String supervise =
        "in-node sh -c 'while sleep 0.3; do [ -e /proc/$(cat /run/kubelet/pid)/exe ] ||"
            + " restart-kubelet; done </dev/null >/dev/null 2>&1 &'";
    assertThat(node.shell().run(supervise).status()).isZero();

    Shell.Result result = node.podpass(INSTALL + " --env=REFUSED=1 --health-timeout=10m");

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed())
        .containsPattern("kubelet was not healthy within [0-9]{1,2} s of its restart")
        .contains("kubelet is healthy with them");
  }

  @Test
  void takesNoPassOfTheFutureForARecentOne() throws IOException {
    var _ = good(INSTALL);
    var _ = good("status --max-age=15m");
    Path report = node.place("/var/lib/podpass/last-pass.json");
    Files.writeString(report, Files.readString(report).replaceFirst("\"20[0-9]{2}-", "\"2099-"));

    assertThat(node.podpass("status --max-age=15m").status()).isNotZero();
  }

  /** Who has the file open, or a link to it, has the former one. */
  @Test
  void leavesTheFormerOwnerOfKubeletsFileNoWayToWriteIt() throws IOException {
    assertThat(
            node.shell()
                .run(
                    "ln node%s node/var/former; chown nobody node/var/former"
                        .formatted(MadeUpNode.CONFIG))
                .status())
        .isZero();

    var _ = good(INSTALL);
    node.write("/var/former", "planted");

    assertThat(node.read(MadeUpNode.CONFIG)).contains("- name: podpass-acr\n");
    var _ = good("uninstall");
    node.write("/var/former", "planted again");
    assertThat(node.read(MadeUpNode.CONFIG)).contains("- name: stock\n");
    assertThat(node.shell().run("stat -c %u node" + MadeUpNode.CONFIG).printed()).isEqualTo("0\n");
  }
}
