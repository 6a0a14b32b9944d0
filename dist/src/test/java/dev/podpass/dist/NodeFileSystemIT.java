// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code podpass node} on file systems that refuse: nothing is changed, and it says why. */
class NodeFileSystemIT extends OnMadeUpNode {
  private Map<String, String> before;

  @BeforeEach
  void remember() throws IOException {
    before = node.disk();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mount -o remount,bind,ro node/opt/plugins     | the mount /opt/plugins is read-only
          mount -o remount,bind,noexec node/opt/plugins | the mount /opt/plugins is noexec
          cp -a node/opt/plugins p; mount -t tmpfs none node/opt/plugins; cp -a p/. node/opt/plugins | after a reboot kubelet would miss its plugins
          """)
  void doesNotTryAPluginDirectoryOnAnUnfitMount(String mount, String reason) throws IOException {
    node.close();
    node =
        MadeUpNode.in(
            Files.createDirectory(folder.resolve("unfit")),
            "mount --bind node/opt/plugins node/opt/plugins; " + mount);
    before = node.disk();

    Shell.Result result = node.podpass(INSTALL);

    assertThat(result.status()).as(result.printed()).isEqualTo(78);
    assertThat(result.printed())
        .contains(MadeUpNode.BIN, reason)
        .contains("; hint: point --image-credential-provider-bin-dir at a directory on");
    assertUntouched(before);
  }

  /**
   * A file system that refuses although nothing has said so before. On a full one the empty lock
   * file may stay, because its owner is unknown.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mount --bind node/opt/plugins node/opt/plugins; mount -o remount,bind,ro node/opt/plugins       | Read-only file system | they are as they were | run podpass as root
          mount --bind node/etc/kubernetes node/etc/kubernetes; mount -o remount,bind,ro node/etc/kubernetes | Read-only file system | the next pass goes on from here | run podpass as root
          mount --bind node/var/lib node/var/lib; mount -o remount,bind,ro node/var/lib                   | Read-only file system | they are as they were | run podpass as root
          cp -a node/etc/kubernetes k; mount -t tmpfs -o size=16k none node/etc/kubernetes; cp -a k/. node/etc/kubernetes; ! cat /dev/zero > node/etc/kubernetes/full | No space left on device | the next pass goes on from here | make room
          ln node/etc/kubernetes/credential-providers.yaml node/other | it is a hard link | the next pass goes on from here | make it a regular file
          """)
  void leavesAFileSystemThatRefusesAsItIs(String fault, String reason, String left, String hint)
      throws IOException {
    Files.copy(node.place(MadeUpNode.CONFIG), folder.resolve("before"));

    Shell.Result result =
        node.shell()
            .run(
                "on-node sh -euc '%s 2>/dev/null; (%s) || status=$?; ls -A node/etc/kubernetes"
                        .formatted(fault, node.beside(INSTALL).replace("'", ""))
                    + " > names; cmp before node/etc/kubernetes/credential-providers.yaml; exit"
                    + " $status'");

    assertThat(result.status()).as(result.printed()).isEqualTo(69);
    assertThat(result.printed())
        .startsWith("podpass: this node's files cannot be changed (")
        .contains(reason, left + "; hint: " + hint);
    assertThat(folder.resolve("names"))
        .content()
        .matches(
            "(\\.credential-providers\\.yaml\\.lock\n)?credential-providers\\.yaml\n(full\n)?");
    assertThat(node.restarts()).isZero();
    if (left.equals("they are as they were")) {
      assertUntouched(before);
    }
  }
}
