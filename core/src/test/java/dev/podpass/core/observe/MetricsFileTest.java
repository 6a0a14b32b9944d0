// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("podpass.prom");
  }

  /** As another process would. */
  private void count(PullOutcome outcome) throws IOException {
    new MetricsFile(file()).count(outcome, true, PATIENCE);
  }

  @Test
  void addsUpWhatEachProcessCounts() throws IOException {
    count(Outcomes.exchanged(Duration.ofMillis(120)));
    count(Outcomes.denied());
    count(Outcomes.cached());
    count(Outcomes.placeholder());

    assertThat(file())
        .hasContent(
            """
            # podpass pending 0 161
            # HELP podpass_requests_total Requests from kubelet, by provider and outcome.
            # TYPE podpass_requests_total counter
            podpass_requests_total{provider="fake",result="ok"} 2
            podpass_requests_total{provider="fake",result="denied"} 1
            podpass_requests_total{provider="fake",result="placeholder"} 1
            # HELP podpass_cache_hits_total Requests answered from the node cache.
            # TYPE podpass_cache_hits_total counter
            podpass_cache_hits_total{provider="fake"} 1
            # HELP podpass_exchange_seconds Duration of exchanges with the cloud, including those that failed.
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
            # HELP podpass_last_success_timestamp_seconds Time of the last answered request.
            # TYPE podpass_last_success_timestamp_seconds gauge
            podpass_last_success_timestamp_seconds{provider="fake"} 1795600800
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
            "podpass_exchange_seconds_count{provider=\"fake\"} 1\n",
            "podpass_last_success_timestamp_seconds{provider=\"fake\"} 1795600800\n");
  }

  @Test
  void namesNobody() throws IOException {
    count(Outcomes.exchanged(Duration.ofMillis(120)));

    assertThat(Files.readString(file())).doesNotContain("team-a", "puller", "app", "registry.");
  }

  @Test
  void losesNothingWhenManyCountAtOnce() throws IOException {
    IntStream.range(0, 20)
        .parallel()
        .forEach(i -> {
          try {
            count(Outcomes.cached());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });

    assertThat(Files.readString(file()))
        .contains("podpass_requests_total{provider=\"fake\",result=\"ok\"} 20\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3", ".", "1..", "1.", ".5", "", "-1", "1e9", "٣", "01"})
  void beginsAnewIfANumberIsNone(String number) throws IOException {
    count(Outcomes.cached());
    String good = Files.readString(file());
    String counters = counters();
    Files.writeString(file(), good.replaceAll("(?m)} .*$", "} " + number));

    count(Outcomes.cached());

    assertThat(counters()).isEqualTo(counters);
  }

  /** Without the position in the first line. */
  private String counters() throws IOException {
    return Files.readString(file()).replaceFirst("# podpass pending [01] [0-9]+\n", "");
  }

  @Test
  void beginsAnewWhateverIsDamaged() throws IOException {
    count(Outcomes.exchanged(Duration.ofMillis(120)));
    byte[] good = Files.readAllBytes(file());
    Path log = directory.resolve(".podpass.prom.pending-0");
    byte[] counted = Files.readAllBytes(log);
    Pattern sample = Pattern.compile("podpass_[a-z_]+[{][a-z0-9_=\",.+I]*} [0-9]+([.][0-9]+)?");
    for (int i = 0; i < good.length; i++) {
      byte[] flipped = good.clone();
      flipped[i] ^= 0x15;
      Files.write(file(), flipped);
      Files.write(log, counted);

      count(Outcomes.exchanged(Duration.ofMillis(120)));

      assertThat(counters().lines())
          .as("byte %d", i)
          .anyMatch(line -> line.startsWith("podpass_requests_total{provider=\"fake\""))
          .allMatch(line ->
              line.matches("# (HELP|TYPE) podpass_[a-z_]+ [A-Za-z ,'.]+")
                  || sample.matcher(line.replaceAll("[A-Z]", "I")).matches());
    }
  }

  @Test
  void beginsAnewIfTheFileIsTooLarge() throws IOException {
    Files.write(file(), new byte[(1 << 20) + 1]);

    count(Outcomes.cached());

    assertThat(Files.size(file())).isLessThan(1_000);
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
  void writesNoFileThatHasAnotherName() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "untouched");
    Files.createLink(file(), other);

    assertThatIOException().isThrownBy(() -> count(Outcomes.cached()));
    assertThat(other).hasContent("untouched");
  }

  @Test
  void leavesNoOtherFileForTheCollector() throws IOException {
    count(Outcomes.cached());

    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".prom")))
          .containsExactly("podpass.prom");
    }
  }

  @Test
  void followsNoLink() throws IOException {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(file(), elsewhere);

    assertThatIOException().isThrownBy(() -> count(Outcomes.cached()));

    assertThat(elsewhere).hasContent("untouched");
  }
}
