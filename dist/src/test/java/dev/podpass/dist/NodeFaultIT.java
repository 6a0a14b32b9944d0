// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code podpass node} at a bad moment: faults that pass, memory that is lost, a busy node. */
class NodeFaultIT extends OnMadeUpNode {
  private static final String RECONCILE = "reconcile --once --providers=acr";

  /** For RISC-V. */
  private static final byte[] ELF = {
    0x7f, 'E', 'L', 'F', 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, (byte) 243
  };

  /** Where a kubelet is waited for in vain. */
  private static final String AT_ONCE = " --health-timeout=1s";

  /** It began after the pass, and yet before the configuration was written. */
  @Test
  void restartsAKubeletThatRestartedWhileTheProgramWasTried() throws IOException {
    node.write("/srv/trial", "[ \"$*\" != --version ] || restart-kubelet\n");

    assertThat(good(INSTALL).printed()).endsWith("kubelet was restarted and is healthy\n");

    assertThat(node.runningWith())
        .isEqualTo(node.read(MadeUpNode.CONFIG))
        .contains("- name: podpass-acr\n");
    assertThat(node.restarts()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/trial, does not run on this node (status 1",
    "/srv/bin/systemctl, kubelet was not restarted"
  })
  void triesAgainAfterAFaultOfTheNode(String program, String reason) throws IOException {
    Map<String, String> before = node.disk();
    Path place = node.place(program);
    String good = Files.exists(place) ? Files.readString(place) : "";
    node.write(program, "#!/bin/sh\ncase \"$*\" in --version|restart*) echo bus; exit 1 ;; esac\n");
    Shell.Result failed = node.podpass(INSTALL + AT_ONCE);
    assertThat(failed.status()).as(failed.printed()).isEqualTo(78);
    assertThat(failed.printed()).contains(reason, "bus", "; the files are as they were");
    assertThat(diskWithoutState()).isEqualTo(before);
    node.write(program, good);

    assertThat(node.podpass(RECONCILE).printed())
        .startsWith("podpass: failed before, and not tried again until 2");
    assertThat(good(INSTALL).printed()).endsWith("kubelet was restarted and is healthy\n");
  }

  /** The program that is there stays while it runs, and no entry names one that does not. */
  @Test
  void keepsTheProgramThatIsThereWhenTheNewOneDoesNotRun() throws IOException {
    String stock = node.read(MadeUpNode.CONFIG);
    var _ = node.shell().program("bad", "exit 1\n");
    Files.write(folder.resolve("riscv"), ByteBuffer.allocate(64).put(ELF).array());
    var _ = good(INSTALL);
    for (String bad : List.of("riscv", "bad")) {
      Shell.Result failed = node.podpass(INSTALL + " --executable=" + bad);
      assertThat(failed.status()).as(failed.printed()).isEqualTo(78);
      assertThat(failed.printed())
          .contains(
              bad.equals("bad")
                  ? "/opt/plugins/podpass does not run on this node (status 1"
                  : "does not run on this node (it is for machine 243, and the node is ")
          .contains("; the files are as they were; hint: take the podpass ");
    }

    assertThat(node.podpass(RECONCILE + " --executable=bad").printed())
        .startsWith("podpass: failed before, and not tried again until 2");
    assertThat(good(INSTALL).printed()).isEqualTo("nothing had to be changed\n");
    assertThat(node.restarts()).isOne();
    Files.delete(node.place(MadeUpNode.BIN + "/podpass"));
    Shell.Result out = node.podpass(INSTALL + " --executable=bad");
    assertThat(out.status()).as(out.printed()).isEqualTo(78);
    assertThat(out.printed()).contains("; kubelet's configuration is without podpass's entries");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(stock).isEqualTo(node.runningWith());
  }

  @Test
  void keepsWhatAKubeletRunsThatCannotBeRestartedWithoutIt() throws IOException {
    var _ = good(INSTALL);
    String systemctl = node.read("/srv/bin/systemctl");
    node.write("/srv/bin/systemctl", "#!/bin/sh\nexit 1\n");

    Shell.Result failed = node.podpass("uninstall" + AT_ONCE);

    assertThat(failed.status()).as(failed.printed()).isEqualTo(78);
    assertThat(failed.printed()).contains("; podpass is still on this node");
    assertThat(node.podpass("status").printed()).contains("; podpass is still on this node");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(node.runningWith());
    node.write("/srv/bin/systemctl", systemctl);
    assertThat(good(INSTALL).printed()).isEqualTo("nothing had to be changed\n");
    var _ = good("status");
  }

  /** A container runtime, for one, whose pods would end with it. */
  @Test
  void restartsNoUnitOfSomethingElse() throws IOException {
    node.write("/srv/cgroup", "0::/system.slice/containerd.service\n");

    Shell.Result refused = node.podpass(INSTALL);

    assertThat(refused.status()).as(refused.printed()).isEqualTo(78);
    assertThat(refused.printed()).contains("kubelet's cgroup names no systemd unit of its own");
    assertThat(node.read(MadeUpNode.CONFIG)).isEqualTo(node.runningWith());
    var _ = good(INSTALL + " --restart-command=restart-kubelet");
    assertThat(node.commands()).isEmpty();
  }

  /** A disk that fails for a moment: what is said of the files is true. */
  @Test
  void saysThatTheFilesAreAsTheyWereOnlyIfTheyAre() throws IOException {
    Kill.requireStrace(node);
    Map<String, String> before = diskWithoutState();
    boolean failed = true;
    for (int rename = 1; failed && rename <= Kill.MOST; rename++) {
      Shell.Result result = Kill.failingRename(node, rename, INSTALL);

      failed = Files.readString(folder.resolve("trace")).contains("INJECTED");
      String moment = "rename %d: %s".formatted(rename, result.printed());
      assertThat(result.status()).as(moment).isIn(0, 69);
      if (result.printed().contains("as they were")) {
        assertThat(diskWithoutState()).as(moment).isEqualTo(before);
      }
      if (result.status() == 0) {
        assertThat(node.runningWith()).as(moment).contains("- name: podpass-acr\n");
      }
      var _ = good(INSTALL);
      assertThat(node.runningWith()).as(moment).isEqualTo(node.read(MadeUpNode.CONFIG));
      var _ = good("uninstall");
      assertThat(node.disk()).as(moment).isEqualTo(before);
    }
    assertThat(failed).isFalse();
  }

  /** What was ill before proves nothing afterwards. */
  @Test
  void staysOnANodeWhoseKubeletWasIllBefore() throws IOException {
    node.ill();

    assertThat(good(INSTALL).printed())
        .endsWith("kubelet was restarted and lives; whether it is healthy was not known before\n");

    assertThat(node.restarts()).isOne();
    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
  }

  /** A pass that waits twice gets as far as its report, and does not count as a failed change. */
  @Test
  void reportsAPassWhoseKubeletStaysIllWithoutTheChangeToo() throws IOException {
    node.write("/srv/trial", "touch /run/kubelet/ill\n");

    Shell.Result result = node.podpass(INSTALL + AT_ONCE);

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed()).contains(", but kubelet is not healthy with them either");
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.podpass("status").printed())
        .contains("kubelet restarts  2\n")
        .doesNotContain("next try");
  }

  @Test
  void waitsWhereAnInstallationAndAnUninstallationMeet() throws IOException {
    Map<String, String> before = node.disk();
    for (int i = 0; i < 5; i++) {
      Shell.Result both =
          node.shell()
              .run(
                  "set +e; (%s; echo $? >> ended) & (%s; echo $? >> ended) & wait"
                      .formatted(node.line(INSTALL), node.line("uninstall")));

      assertThat(folder.resolve("ended")).as(both.printed()).hasContent("0\n0\n");
      Files.delete(folder.resolve("ended"));
    }
    var _ = good("uninstall");
    assertThat(node.disk()).isEqualTo(before);
  }

  /** To a clock that steps forward, kubelet seems to have started after the file was written. */
  @Test
  void takesNoTimeOfAClockForWhatKubeletHasRead() throws IOException {
    assertThat(good(INSTALL + " --no-restart").printed()).endsWith("restart kubelet to use it\n");
    assertThat(node.shell().run("touch -d '2 days ago' node" + MadeUpNode.CONFIG).status())
        .isZero();

    assertThat(good(RECONCILE + " --no-restart").printed())
        .isEqualTo("restart kubelet to use the configuration\n");
    assertThat(good(RECONCILE).printed()).endsWith("kubelet was restarted and is healthy\n");

    assertThat(node.runningWith()).contains("- name: podpass-acr\n");
  }

  /** No later pass knows the unit by which it could start kubelet. */
  @Test
  void saysToStartAKubeletThatIsStoppedWhenPodpassForgetsItsUnit() throws IOException {
    var _ = good(INSTALL);
    node.stopKubelet();

    assertThat(good("uninstall --no-restart").printed())
        .endsWith(
            "kubelet is not running; it reads the configuration when it starts;"
                + " start kubelet: podpass no longer knows its systemd unit\n");
  }

  /** Written without a restart, it is tried by a later pass. */
  @Test
  void putsBackWhatAnEarlierPassWroteIfKubeletDoesNotStart() throws IOException {
    Map<String, String> before = node.disk();
    String refused = INSTALL + " --env=REFUSED=1";
    var _ = good(refused + " --no-restart");

    Shell.Result result = node.podpass(refused);

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed())
        .contains("kubelet was not healthy within 1 s of its restart", "kubelet is healthy with");
    assertThat(node.kubelet()).hasSize(1);
    assertThat(node.runningWith()).isEqualTo(node.read(MadeUpNode.CONFIG));
    assertThat(diskWithoutState()).isEqualTo(before);
  }
}
