// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.Note.Back;
import dev.podpass.admin.install.Note.Failed;
import dev.podpass.admin.install.Note.LastPass;
import dev.podpass.admin.install.Note.Place;
import dev.podpass.admin.install.Note.Rival;
import dev.podpass.admin.install.Note.WrittenText;
import dev.podpass.admin.install.StateDirectory.Copy;
import dev.podpass.admin.kubelet.Kubelet.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
  private static final Failed FAILED = new Failed("change", NOON, "reason");
  private static final Note NOTE =
      new Note(
          Optional.of(
              new Place("/etc/c.yaml", true, "/opt/bin", "podpass", List.of("/opt", "/opt/bin"))),
          Optional.of(
              new WrittenText(
                  NOON,
                  "base",
                  Set.of("a", "b"),
                  "entries",
                  Optional.of("stock"),
                  Health.LIVES,
                  Optional.of("kubelet"),
                  Optional.of(new Back("c", Optional.of("other"))),
                  Set.of("boot/1/2", "boot/3/4"),
                  Optional.of("boot/5/6"))),
          Optional.of(FAILED),
          new Rival("entries", NOON, 2, "boot"),
          Map.of("/etc/ca.pem", List.of("d", "e")),
          Optional.of(
              new LastPass(
                  NOON,
                  Outcome.CHANGED,
                  "message \u00e9",
                  3,
                  4,
                  Optional.of(NOON),
                  Optional.of(NOON.plusSeconds(1)))));

  @TempDir private Path folder;
  private final List<String> losses = new ArrayList<>();

  private StateDirectory state() {
    return new StateDirectory(folder.resolve("podpass"));
  }

  @Test
  void remembersWhatItSaved() throws IOException {
    StateDirectory state = state();
    assertThat(state.load(losses::add)).isEqualTo(Note.NONE);
    for (Note note : List.of(NOTE, Note.NONE, Note.NONE.with(FAILED))) {
      state.save(note);

      assertThat(state.load(losses::add)).isEqualTo(note);
    }
    assertThat(losses).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.directory())))
        .isEqualTo("rwx------");
  }

  @Test
  void believesNoNoteWithAFlippedBitOrACutOne() throws IOException {
    StateDirectory state = state();
    state.save(NOTE);
    Path file = state.directory().resolve("note.json");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThat(state.load(losses::add)).as("byte " + i).isEqualTo(Note.NONE);
      Files.write(file, Arrays.copyOf(good, i));
      assertThat(state.load(losses::add)).as("cut to " + i).isEqualTo(Note.NONE);
    }
    assertThat(losses)
        .hasSize(2 * good.length)
        .containsOnly(file + ": it is damaged; podpass goes on from what is on the node");
  }

  @Test
  void keepsTheAttributesOfKubeletsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "text");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    Files.setLastModifiedTime(file, FileTime.from(NOON));

    state().saveCopy(Copy.ORIGINAL, "base \u00e9\n", file);

    Path kept = state().file(Copy.ORIGINAL);
    assertThat(state().read(Copy.ORIGINAL)).contains("base \u00e9\n");
    assertThat(Files.getLastModifiedTime(kept).toInstant()).isEqualTo(NOON);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("r--r-----");
  }

  @Test
  void leavesFilesOfOthersWhenItIsRemoved() throws IOException {
    StateDirectory state = state();
    state.save(NOTE);
    Path other = Files.writeString(state.directory().resolve("other"), "");

    state.remove();

    assertThat(state.directory().toFile().list()).containsExactly("other");
    Files.delete(other);
    state.remove();
    assertThat(state.directory()).doesNotExist();
  }

  /** Kubelet restarts each time. */
  @Test
  void writesAgainstAnotherThreeTimesSinceTheBootAndThenOnceAnHour() {
    Note note = Note.NONE;
    for (int minute = 0; minute < 5; minute++) {
      Instant now = NOON.plusSeconds(60L * minute);
      String entries = minute % 2 == 0 ? "a" : "b";
      assertThat(note.postponedUntil(entries, "boot", now)).isEmpty();
      note = note.writing(entries, "boot", now).with(written(entries, "text"));
    }

    Instant until = NOON.plusSeconds(240 + 3600);
    assertThat(note.postponedUntil("b", "boot", until.minusSeconds(1))).contains(until);
    assertThat(note.postponedUntil("b", "boot", until)).isEmpty();
    assertThat(note.postponedUntil("b", "boot", NOON)).isEmpty();
    assertThat(note.postponedUntil("b", "another boot", until.minusSeconds(1))).isEmpty();
    assertThat(note.postponedUntil("c", "boot", until.minusSeconds(1))).isEmpty();
    // A killed pass blames no other options.
    assertThat(
            note.with(written("a", "text", "former"))
                .postponedUntil("b", "boot", until.minusSeconds(1)))
        .isEmpty();
  }

  private static WrittenText written(String entries, String... texts) {
    return new WrittenText(
        NOON,
        "base",
        Set.of(texts),
        entries,
        Optional.empty(),
        Health.HEALTHY,
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Optional.of("boot/5/6"));
  }

  @Test
  void isContendedForAQuarterOfAnHourOrUntilAnOperatorSettlesIt() {
    LastPass pass = PassReport.of(NOON, Outcome.OTHER_OPTIONS, "m").after(Optional.empty(), false);
    Optional<LastPass> next =
        Optional.of(PassReport.of(NOON, Outcome.UNCHANGED, "m").after(Optional.of(pass), false));

    assertThat(next.filter(it -> it.isContended(NOON.plusSeconds(899)))).isPresent();
    assertThat(next.filter(it -> it.isContended(NOON.plusSeconds(900)))).isEmpty();
    assertThat(next.filter(it -> it.isContended(NOON.minusSeconds(1)))).isEmpty();
    assertThat(PassReport.of(NOON, Outcome.CHANGED, "m").after(next, true).isContended(NOON))
        .isFalse();
  }

  @Test
  void triesAFailedChangeAgainAfterAnHourOrAnotherAtOnce() {
    assertThat(FAILED.holds("change", NOON)).isTrue();
    assertThat(FAILED.holds("change", NOON.plusSeconds(3599))).isTrue();
    assertThat(FAILED.holds("change", NOON.plusSeconds(3600))).isFalse();
    assertThat(FAILED.holds("change", NOON.minusSeconds(1))).isFalse();
    assertThat(FAILED.holds("another", NOON)).isFalse();
  }
}
