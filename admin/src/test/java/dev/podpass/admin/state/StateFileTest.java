// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.state.KubeletNote.Reading;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00.123456789Z");
  private static final Snapshot ONE = new Snapshot.Regular("01".repeat(32));
  private static final Snapshot OTHER = new Snapshot.Regular("ab".repeat(32));

  static Stream<Arguments> states() {
    return Stream.of(
        argumentSet("of a new node", NodeState.NEW),
        argumentSet("with nothing that is optional", small()),
        argumentSet("with all that is optional", full()));
  }

  private static NodeState small() {
    return NodeState.NEW
        .with(
            Optional.of(
                new InstallManifest(
                    OwnedFile.of(ONE),
                    Map.of(),
                    new EditedConfig(
                        "/c.yaml", Optional.empty(), List.of(), List.of(), Optional.empty()),
                    Optional.empty(),
                    "0.1",
                    NOW)))
        .with(new KubeletNote("boot/1/2", "v", Reading.NOT_READ, Health.ALIVE))
        .failed(Optional.of(new Failure("w", false, Optional.empty(), NOW, 1, "why", List.of())));
  }

  private static NodeState full() {
    Map<String, OwnedFile> files = new LinkedHashMap<>();
    files.put("/z", new OwnedFile(ONE, Optional.of(OTHER), Optional.of("1:2:3:4")));
    files.put("/a", new OwnedFile(new Snapshot.Link("a:b"), Optional.empty(), Optional.empty()));
    files.put("/d", OwnedFile.of(new Snapshot.Directory()));
    files.put("/o", OwnedFile.of(new Snapshot.Other()).becoming(Snapshot.ABSENT));
    return new NodeState(
        Optional.of(
            new InstallManifest(
                OwnedFile.settled(OTHER, Optional.of("5:6:7:8")),
                files,
                new EditedConfig(
                    "/etc/ü \"c\".yaml",
                    Optional.of(Snapshot.ABSENT),
                    List.of(ONE, OTHER),
                    List.of("podpass-a", "podpass-b"),
                    Optional.of("stock")),
                Optional.of("kubelet"),
                "0.2",
                NOW)),
        new KubeletNote("boot/3/4", "values", Reading.READ, Health.HEALTHY),
        Optional.of(new NodeState.Proven(OTHER, "values")),
        Optional.of(
            new Failure("w", true, Optional.of("k"), NOW, 3, "why\nnot", List.of("E1", ""))),
        List.of(NOW, NOW.plusSeconds(1)));
  }

  private static NodeState read(String text) {
    return StateFile.read(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("states")
  void readsWhatItWrote(NodeState state) {
    NodeState read = read(StateFile.write(state));

    assertThat(read).isEqualTo(state);
    assertThat(read.installed().map(it -> List.copyOf(it.files().keySet())))
        .isEqualTo(state.installed().map(it -> List.copyOf(it.files().keySet())));
  }

  /** A node that another version has installed keeps its state. */
  @Test
  void keepsItsFormatOnDisk() {
    String text =
        """
        {
          "format": 2,
          "installed": {
            "version": "0.2",
            "at": "2026-11-28T10:00:00.123456789Z",
            "unit": "kubelet",
            "source": {
              "is": "sha256:@OTHER@",
              "stamp": "5:6:7:8"
            },
            "config": {
              "path": "/etc/ü \\"c\\".yaml",
              "original": "absent",
              "written": [
                "sha256:@ONE@",
                "sha256:@OTHER@"
              ],
              "entries": [
                "podpass-a",
                "podpass-b"
              ],
              "replaced": "stock"
            },
            "files": {
              "/z": {
                "is": "sha256:@ONE@",
                "next": "sha256:@OTHER@",
                "stamp": "1:2:3:4"
              },
              "/a": {
                "is": "link:a:b"
              },
              "/d": {
                "is": "directory"
              },
              "/o": {
                "is": "other",
                "next": "absent"
              }
            }
          },
          "kubelet": {
            "process": "boot/3/4",
            "values": "values",
            "reading": "READ",
            "before": "HEALTHY"
          },
          "proven": {
            "text": "sha256:@OTHER@",
            "values": "values"
          },
          "failure": {
            "wanted": "w",
            "certain": true,
            "kubelet": "k",
            "at": "2026-11-28T10:00:00.123456789Z",
            "times": 3,
            "reason": "why\\nnot",
            "log": [
              "E1",
              ""
            ]
          },
          "repairs": [
            "2026-11-28T10:00:00.123456789Z",
            "2026-11-28T10:00:01.123456789Z"
          ],
          "sha256": "7dd10963766c7354b2d4273a276a454c81fd581f23d9e18b5c12924047039f50"
        }
        """
            .replace("@ONE@", "01".repeat(32))
            .replace("@OTHER@", "ab".repeat(32));

    assertThat(StateFile.write(full())).isEqualTo(text);
    assertThat(read(text)).isEqualTo(full());
  }

  /** A disk may lose a bit anywhere: what is read then is what was written, or nothing. */
  @ParameterizedTest
  @MethodSource("states")
  void believesNoStateWithAFlippedBit(NodeState state) {
    byte[] good = StateFile.write(state).getBytes(UTF_8);
    for (int i = 0; i < good.length * 8; i++) {
      byte[] bad = good.clone();
      bad[i / 8] ^= (byte) (1 << i % 8);
      assertRefusedOrEqual(bad, state, "bit " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("states")
  void believesNoStateThatIsCut(NodeState state) {
    byte[] good = StateFile.write(state).getBytes(UTF_8);
    for (int length = 0; length < good.length; length++) {
      assertRefusedOrEqual(Arrays.copyOf(good, length), state, "length " + length);
    }
  }

  private static void assertRefusedOrEqual(byte[] text, NodeState state, String what) {
    try {
      assertThat(StateFile.read(text)).as(what).isEqualTo(state);
    } catch (IllegalArgumentException e) {
      assertThat(e).as(what).message().isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "2.5", "\"2\"", "null"})
  void doesNotReadAnotherFormat(String format) {
    String text = StateFile.write(full()).replace("\"format\": 2", "\"format\": " + format);

    assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsThatAnotherVersionWroteIt() {
    assertThatThrownBy(() -> read("{\"format\": 3}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("another version of podpass wrote it");
  }

  /** The name of a copy is made of it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "01", "../../etc/passwd", "ABABAB"})
  void refusesADigestThatIsNone(String digest) {
    String text = StateFile.write(full()).replace("sha256:" + "ab".repeat(32), "sha256:" + digest);

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a digest in it is malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"unknown\": 1, \"format\"",
        "\"installed\": 1, \"format\"",
        "\"format\": 2, \"format\""
      })
  void refusesAFieldThatItDidNotWrite(String added) {
    String text = StateFile.write(NodeState.NEW).replace("\"format\"", added);

    assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAStateWhoseOwnDigestIsNotThere() {
    String text = StateFile.write(full());
    String without = text.replaceFirst(",\\s*\"sha256\": \"[0-9a-f]{64}\"", "");
    assertThat(without).isNotEqualTo(text);

    assertThatThrownBy(() -> read(without)).hasMessage("it is damaged");
  }
}
