// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.log.Log;
import dev.podpass.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpirySweepTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  @TempDir private Path directory;

  @Test
  void takesAwayWhatIsOverByTheTimeOfTheFileAlone() throws IOException {
    Path over = entry(1, NOW);
    Path valid = entry(2, NOW.plusMillis(1));
    Path fromTheFuture = entry(3, NOW.plus(Lifetime.CEILING).plusMillis(1));

    sweep();

    assertThat(over).doesNotExist();
    assertThat(fromTheFuture).doesNotExist();
    assertThat(valid).hasContent("never read");
  }

  @Test
  void happensOnceAMinute() throws IOException {
    sweep();
    Path over = entry(1, NOW);
    clock.advance(Duration.ofSeconds(59));
    sweep();
    assertThat(over).exists();

    clock.advance(Duration.ofSeconds(1));
    sweep();

    assertThat(over).doesNotExist();
  }

  @Test
  void aClockThatWasSetBackPostponesNoSweep() throws IOException {
    clock.advance(Duration.ofDays(1));
    sweep();
    clock.advance(Duration.ofDays(-1));
    Path over = entry(1, NOW);

    sweep();

    assertThat(over).doesNotExist();
  }

  @Test
  void ofTooManyThoseGoThatEndFirst() throws IOException {
    for (int i = 0; i < ExpirySweep.MAX_ENTRIES + 3; i++) {
      entry(i, NOW.plusSeconds(1 + i));
    }

    sweep();

    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.filter(file -> ExpirySweep.expires(file.getFileName().toString())))
          .hasSize(ExpirySweep.MAX_ENTRIES)
          .doesNotContain(path(0), path(1), path(2));
    }
  }

  @Test
  void takesAwayWhatWasAbandonedAndLeavesWhatIsBeingWritten() throws IOException {
    Path abandoned = file(".new-a.0", NOW.minusSeconds(121));
    Path beingWritten = file(".new-b.0", NOW.minusSeconds(119));
    Path foreign = file("README", NOW.minusSeconds(121));

    sweep();

    assertThat(abandoned).doesNotExist();
    assertThat(beingWritten).exists();
    assertThat(foreign).exists();
  }

  @Test
  void whatCannotBeDeletedDoesNotKeepTheRest() throws IOException {
    Files.createFile(Files.createDirectory(path(0)).resolve("in the way"));
    Files.setLastModifiedTime(path(0), FileTime.from(NOW));
    Path over = entry(1, NOW);

    sweep();

    assertThat(over).doesNotExist();
    assertThat(path(0)).exists();
  }

  private void sweep() {
    new ExpirySweep(new PrivateDirectory(directory), clock, Log.NONE).ifDue();
  }

  private Path entry(int number, Instant expiry) throws IOException {
    return file(name(number), expiry);
  }

  private Path file(String name, Instant modified) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "never read");
    return Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private Path path(int number) {
    return directory.resolve(name(number));
  }

  private static String name(int number) {
    return "%064x".formatted(number);
  }
}
