// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.state.Memory.Failed;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.state.Memory.Pending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Written WRITTEN = new Written("values", NOON, 2, Map.of("a", NOON));
  private static final Original ORIGINAL =
      new Original(
          "/etc/c.yaml",
          "/opt/bin",
          List.of("podpass", "other"),
          List.of("/opt", "/opt/bin"),
          Optional.of("stock"),
          true,
          Optional.of("text \u00e9\n"),
          true,
          Set.of("a", "b"));
  private static final Pending PENDING =
      new Pending(
          WRITTEN,
          "digest",
          "boot/1/2",
          Optional.of("none"),
          Health.ALIVE,
          Optional.of("kubelet"),
          Optional.of("boot/3/4"));
  private static final Good GOOD = new Good(WRITTEN, "text\n", "boot/1/2");
  private static final Failed FAILED =
      new Failed("change", Optional.of("kubelet"), NOON, "reason", List.of("a", "b"));

  @TempDir private Path folder;

  private StateDirectory state() {
    return new StateDirectory(folder.resolve("podpass"));
  }

  private StateDirectory saved() throws IOException {
    StateDirectory state = state();
    state.save(ORIGINAL, Optional.empty());
    state.save(PENDING);
    state.save(GOOD);
    state.save(FAILED);
    return state;
  }

  @Test
  void remembersWhatItSaved() throws IOException {
    StateDirectory state = saved();

    assertThat(state.load())
        .isEqualTo(
            new Memory(
                Optional.of(ORIGINAL),
                Optional.of(PENDING),
                Optional.of(GOOD),
                Optional.of(FAILED),
                List.of()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.directory())))
        .isEqualTo("rwx------");
  }

  @Test
  void believesNoFileWithAFlippedBitOrOfAnotherVersion() throws IOException {
    StateDirectory state = saved();
    for (String name : List.of("original", "pending", "good", "failed")) {
      Path file = state.directory().resolve(name);
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < good.length; i++) {
        byte[] bad = good.clone();
        bad[i] ^= 1;
        Files.write(file, bad);
        assertThat(state.load().losses()).as(name + ", byte " + i).hasSize(1);
      }
      Files.write(file, java.util.Arrays.copyOf(good, good.length - 1));
      assertThat(state.load().losses()).containsExactly(file + ": it is damaged");
      Files.writeString(file, new String(good, UTF_8).replace("state 1", "state 2"));
      assertThat(state.load().losses())
          .containsExactly(file + ": another version of podpass wrote it, or it is damaged");
      Files.write(file, good);
    }
  }

  @Test
  void keepsTheAttributesOfKubeletsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "text");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    Files.setLastModifiedTime(file, FileTime.from(NOON));

    state().save(ORIGINAL, Optional.of(file));

    Path kept = state().original();
    assertThat(state().load().original()).contains(ORIGINAL);
    assertThat(Files.getLastModifiedTime(kept).toInstant()).isEqualTo(NOON);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("r--r-----");
  }

  @Test
  void leavesFilesOfOthersWhenItIsRemoved() throws IOException {
    StateDirectory state = saved();
    Path other = Files.writeString(state.directory().resolve("other"), "");

    state.remove();

    assertThat(state.directory().toFile().list()).containsExactly("other");
    Files.delete(other);
    state.remove();
    assertThat(state.directory()).doesNotExist();
  }

  @Test
  void triesAFailedChangeAgainAfterAnHourOrWhenKubeletOrTheChangeDiffers() {
    Optional<String> kubelet = Optional.of("kubelet");
    assertThat(FAILED.holds("change", kubelet, NOON)).isTrue();
    assertThat(FAILED.holds("change", Optional.empty(), NOON.plusSeconds(3599))).isTrue();
    assertThat(FAILED.holds("change", kubelet, NOON.plusSeconds(3600))).isFalse();
    assertThat(FAILED.holds("change", kubelet, NOON.minusSeconds(1))).isFalse();
    assertThat(FAILED.holds("another", kubelet, NOON)).isFalse();
    assertThat(FAILED.holds("change", Optional.of("another"), NOON)).isFalse();
  }
}
