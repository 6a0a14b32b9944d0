// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    for (int against = 0; against < 3; against++) {
      var _ = good(against % 2 == 0 ? RECONCILE : other);
    }

    Shell.Result first = node.podpass(other);

    assertThat(first.status()).as(first.printed()).isEqualTo(75);
    assertThat(first.printed()).contains("another podpass wants other options here");
    assertThat(folder.resolve("m.prom"))
        .content()
        .contains("\npodpass_node_other_options 1\n", "\npodpass_node_last_pass_success 0\n");
    assertThat(node.podpass("status").status()).isEqualTo(78);
    assertThat(node.restarts()).isEqualTo(5);
    assertThat(node.runningWith()).doesNotContain("- name: podpass-ecr\n");
  }

  /** Kubelet would not start with the program of an entry that is gone. */
  @ParameterizedTest
  @ValueSource(strings = {INSTALL, "uninstall"})
  void writesNoTextWhoseProgramIsMissing(String command) throws IOException {
    if (command.equals("uninstall")) {
      var _ = good(INSTALL);
    }
    Files.delete(node.place(MadeUpNode.BIN + "/stock"));
    String before = node.read(MadeUpNode.CONFIG);

    Shell.Result refused = node.podpass(command);

    assertThat(refused.status()).as(refused.printed()).isEqualTo(78);
    assertThat(refused.printed())
        .contains("kubelet would not start: /opt/plugins/stock, the program of an entry of ");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(before);
    assertThat(node.kubelet()).hasSize(1);
  }

  @Test
  void refusesAnotherNameUntilItIsUninstalled() throws IOException {
    var _ = good(INSTALL);

    Shell.Result refused = node.podpass(INSTALL + " --name=other");

    assertThat(refused.status()).as(refused.printed()).isEqualTo(78);
    assertThat(refused.printed())
        .contains("podpass is on this node with --name=podpass; hint: run podpass node uninstall");
    assertThat(node.restarts()).isOne();
  }

  /** Its address is one of the node, as {@code healthzBindAddress} may have it. */
  @Test
  void asksKubeletAtAnAddressOfTheNode() throws IOException {
    String address = ownAddress();
    assumeThat(address).as("NOT TESTED: this machine has no address but loopback").isNotEmpty();
    node.write("/srv/flags", "--healthz-bind-address=" + address);
    assertThat(node.shell().run("restart-kubelet").status()).isZero();

    assertThat(good(INSTALL).printed()).endsWith("kubelet was restarted and is healthy\n");

    node.write("/srv/trial", "[ \"$*\" != --version ] || touch /run/kubelet/ill\n");
    Shell.Result ill = node.podpass(INSTALL + " --env=A=1 --health-timeout=1s");
    assertThat(ill.status()).as(ill.printed()).isZero();
  }

  private static String ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElse("");
  }

  /** Processes count from the machine's boot, and the uptime is the container's (lxcfs). */
  @Test
  void goesBackToPodpassInAContainerWhoseUptimeIsItsOwn() throws IOException {
    Files.writeString(folder.resolve("uptime"), "5.00 1.00\n");
    var _ = good(INSTALL);
    String good = node.read(MadeUpNode.CONFIG);
    String note = "/var/lib/podpass/note.json";
    node.write(
        note,
        EditedNote.of(
            node.read(note), it -> it.replaceAll("\"at\": \"20[0-9]{2}-", "\"at\": \"2020-")));
    var _ = good(RECONCILE);
    assertThat(good("status").printed()).doesNotContain("not proven");

    Shell.Result bad = node.podpass(INSTALL + " --env=REFUSED=1");

    assertThat(bad.status()).as(bad.printed()).isEqualTo(78);
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(good).contains("- name: podpass-acr\n");
    assertThat(node.runningWith()).isEqualTo(good);
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
    String note = "/var/lib/podpass/note.json";
    node.write(
        note,
        EditedNote.of(
            node.read(note), it -> it.replaceAll("\"at\": \"20[0-9]{2}-", "\"at\": \"2099-")));

    assertThat(node.podpass("status --max-age=15m").status()).isNotZero();
  }

  /** Who may write it decides what root runs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chown nobody node/etc/kubernetes/credential-providers.yaml | FILE can be changed by other users than root; nothing was changed; hint: chown root:root FILE
          chmod o+w node/etc/kubernetes/credential-providers.yaml    | FILE can be changed by other users than root; nothing was changed; hint: chown root:root FILE
          chmod o+w node/opt/plugins | /opt/plugins may not be used: others may change
          mkdir outside; mv node/opt/plugins node/opt/p; ln -s ../../outside node/opt/plugins | /opt/plugins, which kubelet's flags name, cannot be opened
          """)
  void changesNothingThatAnotherUserMayWriteOrThatIsNotOnTheNode(String change, String reason)
      throws IOException {
    assertThat(node.shell().run(change).status()).isZero();
    Map<String, String> before = diskWithoutState();

    Shell.Result refused = node.podpass(INSTALL);

    assertThat(refused.status()).as(refused.printed()).isEqualTo(78);
    assertThat(refused.printed()).contains(reason.replace("FILE", MadeUpNode.CONFIG));
    assertUntouched(before);
  }
}
