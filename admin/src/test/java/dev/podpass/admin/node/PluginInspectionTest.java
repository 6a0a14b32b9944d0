// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.check.Check;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Whether kubelet can run the plugins that its configuration names. */
class PluginInspectionTest extends InspectedNode {
  @Test
  void seesThatAProgramIsNotForTheNode() {
    NodeTree node = good().elf("/usr/bin/kubelet", 0xb7, "").elf("/opt/bin/podpass", 0x3e, "");

    assertThat(inspect(node))
        .contains(
            Check.failed(
                "plugin podpass-x",
                "/opt/bin/podpass-x is for amd64, and the node is arm64",
                "take the podpass of linux-arm64"));
  }

  @Test
  void seesThatWhatRunsAProgramIsNotThere() {
    NodeTree node = good().elf("/opt/bin/podpass", 0x3e, "/lib64/ld-linux-x86-64.so.2");

    assertThat(inspect(node))
        .contains(
            Check.failed(
                "plugin podpass-x",
                "/opt/bin/podpass-x needs /lib64/ld-linux-x86-64.so.2, which does not exist",
                "take the podpass that was built for this system"));
    assertThat(inspect(node.file("/lib64/ld-linux-x86-64.so.2", "x")))
        .contains(Check.ok("plugin podpass-x", "/opt/bin/podpass-x"));
  }

  @Test
  void tellsWhatKeepsAPluginFromRunning() throws IOException {
    NodeTree node = good();
    Files.delete(root.resolve("opt/bin/podpass"));
    Files.delete(root.resolve("opt/bin/podpass-y"));
    var _ = node.file("/opt/bin/podpass-y", "x");

    assertThat(inspect(node))
        .contains(
            Check.failed(
                "plugin podpass-x",
                "/opt/bin/podpass-x is a dangling link; kubelet does not start without" + " it",
                "ln -sf podpass /opt/bin/podpass-x"),
            Check.failed(
                "plugin podpass-y",
                "/opt/bin/podpass-y cannot be run",
                "chmod 0755 /opt/bin/podpass-y"));
  }

  @Test
  void seesThatNothingCanBeRunFromTheMount() {
    NodeTree node =
        good()
            .file(
                "/proc/mounts",
                """
                /dev/sda / ext4 rw 0 0
                /dev/sdb /opt ext4 rw,noexec 0 0
                /dev/sdc /opt/bi ext4 rw 0 0
                """);

    assertThat(inspect(node))
        .contains(
            Check.failed(
                "mount",
                "/opt/bin is on the mount /opt, which is noexec: nothing there can be run",
                "point --image-credential-provider-bin-dir at a directory on another mount"));
  }
}
