// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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

class MetricsFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String LINE = "# podpass fake ok cached - 1795600800 audited";

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("podpass.prom");
  }

  /** As another process would. */
  private void count(PullOutcome outcome) throws IOException {
    new MetricsFile(file(), "1.2-3").count(outcome, true, PATIENCE);
  }

  @Test
  void addsUpWhatEachProcessCounts() throws IOException {
    count(Outcomes.exchanged(Duration.ofMillis(120)));
    count(Outcomes.denied());
    count(Outcomes.cached());
    count(Outcomes.placeholder());

    assertThat(counters(text()))
        .isEqualTo(
            """
            # HELP podpass_requests_total Requests from kubelet, by provider and outcome.
            # TYPE podpass_requests_total counter
            podpass_requests_total{provider="fake",result="ok"} 2
            podpass_requests_total{provider="fake",result="not_renewed"} 0
            podpass_requests_total{provider="fake",result="placeholder"} 1
            podpass_requests_total{provider="fake",result="usage"} 0
            podpass_requests_total{provider="fake",result="bad_request"} 0
            podpass_requests_total{provider="fake",result="unavailable"} 0
            podpass_requests_total{provider="fake",result="bug"} 0
            podpass_requests_total{provider="fake",result="try_again"} 0
            podpass_requests_total{provider="fake",result="denied"} 1
            podpass_requests_total{provider="fake",result="configuration"} 0
            podpass_requests_total{provider="fake",result="no_token"} 0
            podpass_requests_total{provider="fake",result="no_identity"} 0
            # HELP podpass_cache_hits_total Requests answered from the node cache.
            # TYPE podpass_cache_hits_total counter
            podpass_cache_hits_total{provider="fake"} 1
            # HELP podpass_audit_lines_lost_total Lines that could not be written to the audit log.
            # TYPE podpass_audit_lines_lost_total counter
            podpass_audit_lines_lost_total{provider="fake"} 0
            # HELP podpass_exchange_duration_seconds Duration of exchanges with the cloud, including those that failed.
            # TYPE podpass_exchange_duration_seconds histogram
            podpass_exchange_duration_seconds_bucket{provider="fake",le="0.05"} 0
            podpass_exchange_duration_seconds_bucket{provider="fake",le="0.1"} 1
            podpass_exchange_duration_seconds_bucket{provider="fake",le="0.25"} 2
            podpass_exchange_duration_seconds_bucket{provider="fake",le="0.5"} 2
            podpass_exchange_duration_seconds_bucket{provider="fake",le="1"} 2
            podpass_exchange_duration_seconds_bucket{provider="fake",le="2.5"} 2
            podpass_exchange_duration_seconds_bucket{provider="fake",le="5"} 2
            podpass_exchange_duration_seconds_bucket{provider="fake",le="10"} 2
            podpass_exchange_duration_seconds_bucket{provider="fake",le="25"} 2
            podpass_exchange_duration_seconds_bucket{provider="fake",le="+Inf"} 2
            podpass_exchange_duration_seconds_sum{provider="fake"} 0.200
            podpass_exchange_duration_seconds_count{provider="fake"} 2
            # HELP podpass_last_success_timestamp_seconds Time of the last answered request, 0 before it.
            # TYPE podpass_last_success_timestamp_seconds gauge
            podpass_last_success_timestamp_seconds{provider="fake"} 1795600800
            # HELP podpass_build_info The version of podpass that wrote this file last.
            # TYPE podpass_build_info gauge
            podpass_build_info{version="1.2-3"} 1
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void aCredentialThatIsNotRenewedIsAnsweredFromTheCacheAndCountsByItself() throws IOException {
    count(Outcomes.notRenewed());

    assertThat(Files.readString(file()))
        .contains(
            "podpass_requests_total{provider=\"fake\",result=\"not_renewed\"} 1\n",
            "podpass_cache_hits_total{provider=\"fake\"} 1\n",
            "podpass_exchange_duration_seconds_count{provider=\"fake\"} 1\n",
            "podpass_last_success_timestamp_seconds{provider=\"fake\"} 1795600800\n");
  }

  private String text() throws IOException {
    return Files.readString(file());
  }

  /** The text before the checksum, which Prometheus reads as a comment. */
  private static String counters(String text) {
    assertThat(text).containsPattern("\n# checksum [0-9a-f]{8}\n$");
    return text.substring(0, text.lastIndexOf("# "));
  }

  @Test
  void beginsAnewWhateverIsDamaged() throws IOException {
    count(Outcomes.exchanged(Duration.ofMillis(120)));
    byte[] good = Files.readAllBytes(file());
    for (int i = 0; i < good.length; i += 7) {
      byte[] flipped = good.clone();
      flipped[i] ^= 0x15;
      Files.write(file(), flipped);
      count(Outcomes.exchanged(Duration.ofMillis(120)));
      assertThat(file()).as("byte %d", i).hasBinaryContent(good);
    }
  }

  /** An operator's edit, or a second file that is appended. */
  @Test
  void beginsAnewWithoutTheChecksumOfWhatIsThere() throws IOException {
    count(Outcomes.cached());
    String good = text();

    String line = "podpass_requests_total 7\n";
    String edited = counters(good) + "# checksum 00000000\n";
    for (String other : List.of(edited, counters(good) + line, good + line, good + good)) {
      Files.writeString(file(), other);
      count(Outcomes.cached());
      assertThat(text()).isEqualTo(good);
    }
  }

  @Test
  void beginsAnewIfTheFileIsTooLarge() throws IOException {
    Files.write(file(), new byte[(2 << 20) + 1]);

    count(Outcomes.cached());
    count(Outcomes.cached());

    assertThat(counted()).isEqualTo(1);
    assertThat(Files.size(file())).isLessThan(4_000);
  }

  @Test
  void keepsTheModeThatAnOperatorGaveTheFile() throws IOException {
    count(Outcomes.cached());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));

    count(Outcomes.cached());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void leavesNoOtherFileForTheCollector() throws IOException {
    count(Outcomes.cached());

    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".prom")))
          .containsExactly("podpass.prom");
    }
  }

  /** As after a kill between a line and the counters. */
  @Test
  void theLineOfAProcessThatWasKilledIsCountedByTheNext() throws IOException {
    for (int i = 0; i < 300; i++) {
      append("\n" + LINE + "\n");
      count(Outcomes.cached());
    }

    assertThat(counted()).isEqualTo(600);
    assertThat(text()).doesNotContain("# podpass ");
  }

  /** Of a process that was killed while it wrote, or of a full disk. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLineThatIsCutOffIsNotCountedAndHarmsNoOther(boolean isFirst) throws IOException {
    for (int length = 1; length < LINE.length(); length++) {
      if (isFirst) {
        Files.deleteIfExists(file());
      }
      append("\n" + LINE.substring(0, length));
      count(Outcomes.cached());
      assertThat(counted()).isEqualTo(isFirst ? 1 : length);
    }
  }

  @Test
  void waitsForTheOneThatFoldsNoLongerThanItMay() throws IOException {
    try (FileChannel other = lock()) {
      assertThat(other.lock().isValid()).isTrue();
      assertThatIOException()
          .isThrownBy(() ->
              new MetricsFile(file(), "1").count(Outcomes.cached(), true, Duration.ofMillis(20)));
    }
  }

  private FileChannel lock() throws IOException {
    return FileChannel.open(
        directory.resolve(".podpass.prom.lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  @Test
  void whereItCannotBeReplacedItDoesNotGrowWithoutEnd() throws IOException {
    append(("\n" + LINE + "\n").repeat((1 << 20) / LINE.length()));
    long full = Files.size(file());
    Files.createDirectories(directory.resolve(".new-podpass.prom.tmp/held"));

    for (int i = 0; i < 3; i++) {
      assertThatIOException().isThrownBy(() -> count(Outcomes.cached()));
    }

    assertThat(Files.size(file())).isEqualTo(full);
  }

  @Test
  void aProviderThatIsConfiguredLaterBeginsAtZeroToo() throws IOException {
    count(Outcomes.cached());
    count(Outcomes.beside("other", Outcomes.cached()));

    assertThat(text())
        .contains(
            "podpass_requests_total{provider=\"fake\",result=\"ok\"} 2\n",
            "podpass_requests_total{provider=\"other\",result=\"denied\"} 0\n",
            "podpass_exchange_duration_seconds_bucket{provider=\"other\",le=\"+Inf\"} 0\n");
  }

  @Test
  void anotherVersionTakesThePlaceOfTheFormer() throws IOException {
    count(Outcomes.cached());

    new MetricsFile(file(), "2 \"x\"").count(Outcomes.cached(), true, PATIENCE);

    assertThat(text().lines().filter(line -> line.startsWith("podpass_build_info")))
        .containsExactly("podpass_build_info{version=\"2__x_\"} 1");
  }

  @Test
  void aReaderSeesWholeFilesAndCountersThatOnlyGrow() throws Exception {
    count(Outcomes.cached());
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Void> counting =
          () -> {
            for (int i = 0; i < 200; i++) {
              count(Outcomes.cached());
            }
            return null;
          };
      List<Future<Void>> all = List.of(threads.submit(counting), threads.submit(counting));
      int last = 0;
      while (!all.stream().allMatch(Future::isDone)) {
        int now = counted();
        assertThat(now).isGreaterThanOrEqualTo(last);
        last = now;
      }
      for (Future<Void> each : all) {
        each.get();
      }
    }

    count(Outcomes.cached());
    assertThat(counted()).isEqualTo(402);
  }

  private void append(String lines) throws IOException {
    Files.writeString(file(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private int counted() throws IOException {
    return text()
        .lines()
        .filter(line -> line.startsWith("podpass_requests_total{"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }
}
