// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.log.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  private final List<String> told = new ArrayList<>();
  private final Log log = (level, message, fields) -> told.add(message + " " + List.of(fields));

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("podpass.prom");
  }

  /** As another process would. */
  private MetricsFile metrics() {
    return new MetricsFile(file(), log);
  }

  @Test
  void addsUpWhatEachProcessCounts() throws IOException {
    metrics().ended(Outcomes.exchanged(Duration.ofMillis(120)));
    metrics().ended(Outcomes.denied());
    metrics().ended(Outcomes.cached());

    assertThat(file())
        .hasContent(
            """
            # HELP podpass_requests_total Requests of kubelet, by provider and by how they ended.
            # TYPE podpass_requests_total counter
            podpass_requests_total{provider="fake",result="ok"} 2
            podpass_requests_total{provider="fake",result="denied"} 1
            # HELP podpass_cache_hits_total Requests that the node's cache answered.
            # TYPE podpass_cache_hits_total counter
            podpass_cache_hits_total{provider="fake"} 1
            # HELP podpass_exchange_seconds How long exchanges with the cloud took, whatever came of them.
            # TYPE podpass_exchange_seconds histogram
            podpass_exchange_seconds_bucket{provider="fake",le="0.05"} 0
            podpass_exchange_seconds_bucket{provider="fake",le="0.1"} 1
            podpass_exchange_seconds_bucket{provider="fake",le="0.25"} 2
            podpass_exchange_seconds_bucket{provider="fake",le="0.5"} 2
            podpass_exchange_seconds_bucket{provider="fake",le="1"} 2
            podpass_exchange_seconds_bucket{provider="fake",le="2.5"} 2
            podpass_exchange_seconds_bucket{provider="fake",le="5"} 2
            podpass_exchange_seconds_bucket{provider="fake",le="10"} 2
            podpass_exchange_seconds_bucket{provider="fake",le="25"} 2
            podpass_exchange_seconds_bucket{provider="fake",le="+Inf"} 2
            podpass_exchange_seconds_sum{provider="fake"} 0.200
            podpass_exchange_seconds_count{provider="fake"} 2
            # HELP podpass_last_success_timestamp_seconds When a request was last answered.
            # TYPE podpass_last_success_timestamp_seconds gauge
            podpass_last_success_timestamp_seconds{provider="fake"} 1795600800
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r-----");
    assertThat(told).isEmpty();
  }

  @Test
  void namesNobody() throws IOException {
    metrics().ended(Outcomes.exchanged(Duration.ofMillis(120)));

    assertThat(Files.readString(file())).doesNotContain("team-a", "puller", "app", "registry.");
  }

  @Test
  void losesNothingWhenManyCountAtOnce() throws IOException {
    IntStream.range(0, 20)
        .parallel()
        .forEach(i -> {
          boolean counted = false;
          while (!counted) {
            List<String> mine = new ArrayList<>();
            new MetricsFile(file(), (level, message, fields) -> mine.add(message))
                .ended(Outcomes.cached());
            counted = mine.isEmpty();
          }
        });

    assertThat(Files.readString(file()))
        .contains("podpass_requests_total{provider=\"fake\",result=\"ok\"} 20\n");
  }

  @Test
  void beginsAnewWhereTheFileIsDamaged() throws IOException {
    Files.writeString(file(), "podpass_requests_total{provider=\"fa\0garbage\nx 1\n");

    metrics().ended(Outcomes.cached());

    assertThat(Files.readString(file()))
        .contains("podpass_requests_total{provider=\"fake\",result=\"ok\"} 1\n")
        .doesNotContain("garbage", "x 1");
  }

  @Test
  void doesNotWaitForOthersToComeToAnEnd() throws IOException {
    try (FileChannel other =
        FileChannel.open(
            directory.resolve(".podpass.prom.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      assertThat(other.lock().isValid()).isTrue();

      metrics().ended(Outcomes.cached());
    }

    assertThat(told).hasSize(1).allMatch(line -> line.startsWith("metrics are not written"));
    assertThat(file()).doesNotExist();
  }

  @Test
  void leavesNoOtherFileForTheCollector() throws IOException {
    metrics().ended(Outcomes.cached());

    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".prom")))
          .containsExactly("podpass.prom");
    }
  }

  @Test
  void followsNoLink() throws IOException {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(file(), elsewhere);

    metrics().ended(Outcomes.cached());

    assertThat(elsewhere).hasContent("untouched");
  }
}
