// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node with podpass and the state of the former format: a manifest, and copies of files. */
class NodeTakeOverTest extends OnFakeNode {
  private Map<String, String> before = Map.of();

  @BeforeEach
  void installAndWriteTheFormerState() throws IOException {
    before = node.disk();
    Files.setLastModifiedTime(
        node.place(FakeNode.CONFIG), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    node.install("--log-level=info");
    for (String name : new String[] {"original", "good", "last-pass.json"}) {
      Files.delete(node.place("/var/lib/podpass/" + name));
    }
    keep(FakeNode.STOCK);
    former();
  }

  private void keep(String text) throws IOException {
    Path file = node.place("/var/lib/podpass/kept-" + Sha256.of(text).substring(0, 32));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private void former() throws IOException {
    Files.writeString(
        node.place("/var/lib/podpass/state.json"),
        """
        {
          "format": 2,
          "installed": {
            "config": {"path": "%1$s", "original": "sha256:%2$s", "entries": ["podpass-echo"]},
            "files": {"%3$s": {"is": "sha256:x"}, "%3$s-echo": {"is": "link:podpass"}}
          },
          "kubelet": {"process": "%4$s", "values": "v", "reading": "READ", "before": "HEALTHY"}
        }
        """
            .formatted(FakeNode.CONFIG, Sha256.of(FakeNode.STOCK), PROGRAM, "1 1"));
  }

  @Test
  void isTakenOverByOneRestart() throws IOException {
    assertThat(node.install("--log-level=info").message())
        .startsWith("kubelet was restarted and lives");

    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.place("/var/lib/podpass").toFile().list())
        .containsExactlyInAnyOrder("original", "good", "last-pass.json");
    node.uninstall();
    assertThat(node.disk()).isEqualTo(before);
  }

  @Test
  void isRemovedWhole() throws IOException {
    node.uninstall();

    assertThat(node.disk()).isEqualTo(before);
    assertThat(node.restarts()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"format\": 2}", "", "{\"format\": 1, \"change\": {}}"})
  void costsNoMoreThanARestartWhereItCannotBeRead(String state) throws IOException {
    node.write("/var/lib/podpass/state.json", state);
    Files.setPosixFilePermissions(
        node.place("/var/lib/podpass/state.json"), PosixFilePermissions.fromString("rw-------"));

    assertThat(node.install("--log-level=info").message())
        .startsWith("kubelet was restarted and lives");

    assertThat(node.restarts()).isEqualTo(2);
    node.uninstall();
    assertThat(node.disk()).isEqualTo(before);
  }
}
