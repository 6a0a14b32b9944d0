// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.podpass.core.observe.PendingDeltas.Position;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each pull is counted once, whichever process is killed between its line and the counters. */
class PendingDeltasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String LINE = "\nfake ok cached - 1795600800 audited\n";

  /** More than one file of the log contains. */
  private static final int MANY = 300;

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("podpass.prom");
  }

  private Path pending(int number) {
    return directory.resolve(".podpass.prom.pending-" + number);
  }

  private void count() throws IOException {
    new MetricsFile(file()).count(Outcomes.cached(), true, PATIENCE);
  }

  private int counted() throws IOException {
    return Files.readString(file())
        .lines()
        .filter(line -> line.startsWith("podpass_requests_total{"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  private FileChannel locked(String name) throws IOException {
    FileChannel lock =
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    assertThat(lock.lock().isValid()).isTrue();
    return lock;
  }

  @Test
  void whatIsAppendedWhileAnotherProcessFoldsIsCountedByTheNextFold() throws IOException {
    try (FileChannel other = locked(".podpass.prom.lock")) {
      count();
      count();
      assertThat(other.isOpen()).isTrue();
    }
    assertThat(file()).doesNotExist();

    count();

    assertThat(counted()).isEqualTo(3);
  }

  @Test
  void waitsForTheChangeOfFilesNoLongerThanItMay() throws IOException {
    try (FileChannel other = locked(".podpass.prom.pending.lock")) {
      assertThatIOException()
          .isThrownBy(
              () -> new MetricsFile(file()).count(Outcomes.cached(), true, Duration.ofMillis(20)));
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  void theLogStaysShortAndLosesNothing() throws IOException {
    for (int i = 0; i < MANY; i++) {
      count();
      assertThat(size(pending(0)) + size(pending(1))).isLessThan(5 << 10);
    }

    assertThat(counted()).isEqualTo(MANY);
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  @Test
  void whereTheMetricsFileCannotBeWrittenTheLogDoesNotGrowWithoutEnd() throws IOException {
    Files.createLink(file(), Files.createFile(directory.resolve("other")));
    Files.writeString(pending(0), LINE.repeat((1 << 20) / LINE.length()));

    for (int i = 0; i < 3; i++) {
      assertThatIOException().isThrownBy(this::count);
    }

    assertThat(size(pending(0))).isLessThan(100);
  }

  /** As it is after a kill between the new counters and the deletion of what they contain. */
  @Test
  void aFileThatWasCountedAndNotDeletedIsNotCountedAgain() throws IOException {
    int pulls = 0;
    byte[] before = {};
    while (!Files.exists(pending(1))) {
      before = Files.exists(pending(0)) ? Files.readAllBytes(pending(0)) : before;
      count();
      pulls++;
    }
    Files.write(pending(0), before);
    for (; pulls < MANY; pulls++) {
      count();
    }

    assertThat(counted()).isEqualTo(MANY);
  }

  @Test
  void eachKillBetweenALineAndTheCountersIsMadeUpFor() throws IOException {
    for (int i = 0; i < MANY; i++) {
      Files.writeString(
          pending(Position.in(Files.exists(file()) ? Files.readString(file()) : "").file()),
          LINE,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      count();
    }

    assertThat(counted()).isEqualTo(2 * MANY);
  }

  /** Of a process that was killed while it wrote, or of a full disk. */
  @Test
  void aLineThatIsCutOffIsNotCountedAndHarmsNoOther() throws IOException {
    for (int length = 1; length < LINE.length() - 1; length++) {
      Files.write(
          pending(0),
          LINE.substring(0, length).getBytes(UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      count();
      assertThat(counted()).isEqualTo(length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1 << 20, (3 << 20) + 1})
  void anythingElseInTheLogIsSkipped(int foreign) throws IOException {
    Files.write(pending(0), new byte[foreign]);

    count();
    count();

    assertThat(counted()).isEqualTo(2);
    assertThat(size(pending(0)) + size(pending(1))).isLessThan(5 << 10);
  }

  @Test
  void aReaderSeesWholeFilesAndCountersThatOnlyGrow() throws Exception {
    count();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Void> counting =
          () -> {
            for (int i = 0; i < 200; i++) {
              count();
            }
            return null;
          };
      List<Future<Void>> all = List.of(threads.submit(counting), threads.submit(counting));
      int last = 0;
      while (!all.stream().allMatch(Future::isDone)) {
        String text = Files.readString(file());
        assertThat(Metrics.parse(text).text()).isEqualTo(text);
        int now = counted();
        assertThat(now).isGreaterThanOrEqualTo(last);
        last = now;
      }
      for (Future<Void> each : all) {
        each.get();
      }
    }

    count();
    assertThat(counted()).isEqualTo(402);
  }
}
