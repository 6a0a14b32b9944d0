// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.core.file.Sha256;
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
    String text = node.read(FakeNode.CONFIG);
    for (String name : new String[] {"original", "good", "last-pass.json"}) {
      Files.delete(node.place("/var/lib/podpass/" + name));
    }
    keep(FakeNode.STOCK);
    keep(text);
    former("READ", text);
  }

  private void keep(String text) throws IOException {
    Path file = node.place("/var/lib/podpass/kept-" + Sha256.of(text).substring(0, 32));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private void former(String reading, String text) throws IOException {
    String state =
        """
        {
          "format": 2,
          "installed": {
            "version": "0.1",
            "at": "2026-11-28T12:00:00Z",
            "unit": "kubelet",
            "source": {
              "is": "sha256:x"
            },
            "config": {
              "path": "%s",
              "original": "sha256:%s",
              "written": [
                "sha256:%s"
              ],
              "entries": [
                "podpass-echo"
              ]
            },
            "files": {
              "%s": {
                "is": "sha256:x"
              },
              "%s-echo": {
                "is": "link:podpass"
              }
            }
          },
          "kubelet": {
            "process": "%s",
            "values": "v",
            "reading": "%s",
            "before": "HEALTHY"
          },
          "proven": {
            "text": "sha256:%s",
            "values": "v"
          },
          "repairs": []
        }
        """
            .formatted(
                FakeNode.CONFIG,
                Sha256.of(FakeNode.STOCK),
                Sha256.of(text),
                PROGRAM,
                PROGRAM,
                node.process(),
                reading,
                Sha256.of(text));
    Path file = node.place("/var/lib/podpass/state.json");
    Files.writeString(
        file, state.replaceFirst("\n}\n$", ",\n  \"sha256\": \"" + Sha256.of(state) + "\"\n}\n"));
  }

  @Test
  void isTakenOverWithoutARestart() throws IOException {
    assertThat(node.install("--log-level=info").outcome()).isEqualTo(Outcome.UNCHANGED);

    assertThat(node.restarts()).isOne();
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

  @Test
  void restartsAKubeletThatHadNotReadTheText() throws IOException {
    former("NOT_READ", node.read(FakeNode.CONFIG));

    assertThat(node.install("--log-level=info").message())
        .isEqualTo("kubelet was restarted and is healthy");

    assertThat(node.restarts()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"format\": 2}", "", "{\"format\": 1, \"change\": {}}"})
  void costsNoMoreThanARestartWhereItCannotBeRead(String state) throws IOException {
    node.write("/var/lib/podpass/state.json", state);
    Files.setPosixFilePermissions(
        node.place("/var/lib/podpass/state.json"), PosixFilePermissions.fromString("rw-------"));

    assertThat(node.install("--log-level=info").message())
        .isEqualTo("kubelet was restarted and is healthy");

    assertThat(node.restarts()).isEqualTo(2);
    node.uninstall();
    assertThat(node.disk()).isEqualTo(before);
  }
}
