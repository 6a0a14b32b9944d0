// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attacker is the author of an image, and the machine that prepares it with {@code --root} runs
 * nothing of it. The machine is the made-up node, so that all that podpass needs to run something
 * is there.
 */
class AnImageIT extends OnMadeUpNode {
  private static final String IMAGE = "/srv/rootfs";
  private static final String CONFIG = IMAGE + "/etc/x/c.yaml";

  /** Its own path on the machine, once more below the root. */
  private static final String PLUGINS = "/srv/rootfs/evil";

  private static final String STATE = IMAGE + "/var/lib/podpass/";
  private static final String OUTSIDE =
      "cd node/srv/outside; find . -printf '%p %y %m %u %T@ %l\\n' | sort; sha256sum *";

  private static final String PREPARE =
      "node install --root=/srv/rootfs --providers=ecr --executable=/srv/bin/podpass";

  /** With a process table that looks like that of the machine, and has a kubelet. */
  @BeforeEach
  void unpackImage() throws IOException {
    node.write(CONFIG, node.read(MadeUpNode.CONFIG));
    node.write(IMAGE + "/usr/bin/kubelet", "kubelet");
    node.write(IMAGE + "/var/lib/kept", "");
    node.write(IMAGE + "/opt/kept", "");
    node.write(IMAGE + PLUGINS + "/stock", "");
    String flags =
        "--image-credential-provider-config=/etc/x/c.yaml --image-credential-provider-bin-dir=";
    node.write(IMAGE + "/etc/default/kubelet", "KUBELET_EXTRA_ARGS=\"" + flags + PLUGINS + "\"\n");
    String kubelet = IMAGE + "/proc/100/";
    node.write(
        kubelet + "cmdline", ("/usr/bin/kubelet " + flags + PLUGINS + " ").replace(' ', '\0'));
    node.write(kubelet + "status", "Uid:\t0\t0\t0\t0\n");
    node.write(kubelet + "cgroup", "0::/system.slice/kubelet.service\n");
    node.write(kubelet + "stat", "100 (kubelet) S 1" + " 0".repeat(17) + " 100 0 0\n");
    node.write(IMAGE + "/proc/uptime", "999999.00 1.00\n");
    link(kubelet + "exe", "../../usr/bin/kubelet");
    link(IMAGE + "/proc/sys", "/proc/sys");
    // What podpass would run by the name that its own program has in the image.
    node.write(IMAGE + "/evil/.new-podpass.tmp", "#!/bin/sh\nid -u >>/srv/ran\necho podpass 1\n");
    assertThat(node.shell().run("chmod -R go-w,a+x node/srv/rootfs").status()).isZero();
  }

  private void link(String path, String target) throws IOException {
    Files.createSymbolicLink(node.place(path), Path.of(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {" --no-restart", ""})
  void hasNothingRunOnTheMachineThatPreparesIt(String restart) throws IOException {
    Shell.Result result = prepare(restart);

    assertNothingWasRun();
    assertThat(result.status()).as(result.printed()).isZero();
    assertThat(result.printed())
        .contains("added " + PLUGINS + "/podpass\n")
        .endsWith("kubelet is not running; it reads the configuration when it starts\n");
    assertThat(node.read(CONFIG)).contains("- name: podpass-ecr\n");
  }

  /** A process table that is the machine's own makes the directory no root of the machine. */
  @Test
  void hasNothingRunWhereTheMachinesProcIsMounted() throws IOException {
    Files.delete(node.place(IMAGE + "/proc/sys"));

    Shell.Result result =
        node.shell()
            .run(
                "in-node sh -euc 'mount -t proc proc /srv/rootfs/proc; podpass %s'"
                    .formatted(PREPARE));

    assertThat(result.printed()).contains("\nkubelet is not running; ");
    assertNothingWasRun();
  }

  /** Links on the way are resolved below the root, whatever reads. */
  @Test
  void showsNoFileOfTheMachine() throws IOException {
    node.write("/srv/secret/c.yaml", "planted: secret\n");
    Files.delete(node.place(CONFIG));
    Files.delete(node.place(IMAGE + "/etc/x"));
    link(IMAGE + "/etc/x", "/srv/secret");

    Shell.Result doctor = node.shell().run("in-node podpass doctor --root=/srv/rootfs || true");

    assertThat(doctor.printed()).contains("/etc/x/c.yaml does not exist").doesNotContain("planted");
  }

  /** The digest of the state is right: its author can compute that. */
  @ParameterizedTest
  @ValueSource(strings = {"/../outside", "../outside", "/opt/relative", "/opt/absolute"})
  void hasNothingWrittenOutsideByAStateThatItBrings(String outsideByName) throws IOException {
    assertThat(
            node.shell()
                .run(
                    "mkdir node/srv/outside; cp podpass node/srv/outside/podpass;"
                        + " cp node/srv/rootfs/etc/x/c.yaml node/srv/outside/written;"
                        + " ln -s ../../outside node/srv/rootfs/opt/relative;"
                        + " ln -s /srv/outside node/srv/rootfs/opt/absolute")
                .status())
        .isZero();
    String outside = node.shell().run(OUTSIDE).printed();
    assertThat(prepare("").status()).isZero();
    String note =
        EditedNote.of(
            node.read(STATE + "note.json"),
            it ->
                it.replace("\"/etc/x/c.yaml\"", "\"" + outsideByName + "/written\"")
                    .replace("\"" + PLUGINS + "\"", "\"" + outsideByName + "\"")
                    .replaceFirst("\"health\": .*", "$0\n    \"unit\": \"x; touch /srv/ran\","));

    for (String command : List.of(PREPARE, "node uninstall --root=/srv/rootfs")) {
      node.write(STATE + "note.json", note);

      Shell.Result result = node.shell().run("in-node podpass " + command);

      assertThat(result.status()).as(command + ": " + result.printed()).isZero();
      assertThat(result.printed()).doesNotContain("damaged");
      assertNothingWasRun();
      assertThat(node.shell().run(OUTSIDE).printed()).isEqualTo(outside);
    }
  }

  @Test
  void isNotChangedByRootWhereAnotherUserOwnsTheRoot() throws IOException {
    assertThat(node.shell().run("chown nobody node/srv/rootfs").status()).isZero();

    Shell.Result result = prepare(" --no-restart");

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed()).contains("others may change /srv/rootfs");
    assertThat(node.read(CONFIG)).isEqualTo(node.read(MadeUpNode.CONFIG));
  }

  private Shell.Result prepare(String options) {
    return node.shell().run("in-node podpass " + PREPARE + options);
  }

  private void assertNothingWasRun() throws IOException {
    assertThat(node.place("/srv/ran")).doesNotExist();
    assertThat(node.commands()).isEmpty();
    assertThat(node.restarts()).isZero();
    assertThat(node.kubelet()).hasSize(1);
  }
}
