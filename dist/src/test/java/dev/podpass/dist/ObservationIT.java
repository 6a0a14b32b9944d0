// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Faults;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Metrics and audit log are written after the answer, describe it correctly, and delay nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ObservationIT {
  private static final int PIPE_CAPACITY = 65_536;

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  private Path metrics() {
    return clouds.directory().resolve("podpass.prom");
  }

  private Path audit() {
    return clouds.directory().resolve("audit.jsonl");
  }

  private BuiltProgram podpass() {
    return new BuiltProgram(clouds)
        .with("PODPASS_METRICS_FILE", metrics().toString())
        .with("PODPASS_AUDIT_LOG", audit().toString());
  }

  private PluginRequest request() {
    return ExamplePulls.ecr(clouds.issuer().token());
  }

  static Stream<Arguments> places() {
    return Stream.of(
        argumentSet("the metrics file", "podpass.prom", "audit.jsonl"),
        argumentSet("its lock", ".podpass.prom.lock", "audit.jsonl"),
        argumentSet("the audit log", "audit.jsonl", "podpass.prom"),
        argumentSet("its lock", ".audit.jsonl.lock", "podpass.prom"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void aPipeInThePlaceOfAFileHoldsUpNoPull(String pipe, String other) throws Exception {
    mkfifo(clouds.directory().resolve(pipe));
    PluginRequest request = request();

    PluginRun run = podpass().run(request, "--deadline=10s");

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(run.duration()).isLessThan(Duration.ofSeconds(9));
    assertThat(run.stderr().lines().count()).isLessThanOrEqualTo(1);
    if (pipe.contains("audit")) {
      assertThat(run.stderr()).contains("audit");
      assertThat(Files.readString(metrics()))
          .contains("podpass_audit_lines_lost_total{provider=\"ecr\"} 1\n");
    }
    assertThat(clouds.directory().resolve(other)).isNotEmptyFile();
  }

  @Test
  void aClosedStdoutIsAFailureAndCountedAsOne() throws IOException {
    List<String> closing =
        Stream.concat(
                Stream.of("/bin/sh", "-c", "exec \"$@\" >&-", "-"), BuiltProgram.command().stream())
            .toList();

    PluginRun run = Plugin.of(closing, podpass().environment()).run(request());

    Contract.assertFails(clouds, run, 69, "the answer cannot be written to stdout");
    assertCountedAsUnavailable();
  }

  private void assertCountedAsUnavailable() throws IOException {
    assertThat(Files.readString(metrics()))
        .contains("podpass_requests_total{provider=\"ecr\",result=\"unavailable\"} 1\n")
        .contains("podpass_requests_total{provider=\"ecr\",result=\"ok\"} 0\n")
        .contains("podpass_last_success_timestamp_seconds{provider=\"ecr\"} 0\n");
    assertThat(Files.readString(audit())).contains("\"result\":\"unavailable\"");
    Contract.assertNoSecrets(clouds, Files.readString(audit()));
  }

  @Test
  void aFullStdoutIsLeftAtTheDeadline() throws Exception {
    try (FileChannel full = fullPipe()) {
      Process process =
          start(new ProcessBuilder().redirectOutput(pipe().toFile()), "--deadline=6s");
      feed(process);

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(75);
      String stderr = new String(process.getErrorStream().readAllBytes(), UTF_8);
      assertThat(stderr)
          .isEqualTo("podpass: the answer was not read from stdout within the deadline of 6 s\n");
      assertThat(full.isOpen()).isTrue();
      assertThat(Files.readString(audit())).contains("\"result\":\"try_again\"");
    }
  }

  @Test
  void aFullStderrAndAnOpenStdinAreLeftAtTheDeadline() throws Exception {
    try (FileChannel full = fullPipe()) {
      Process process =
          start(
              new ProcessBuilder().redirectError(pipe().toFile()),
              "--deadline=2s",
              "--log-level=debug");

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(75);
      assertThat(process.getInputStream().readAllBytes()).isEmpty();
      assertThat(full.isOpen()).isTrue();
    }
  }

  @Tag("smoke")
  @Test
  void aPullThatASignalEndsIsInTheAuditLog() throws Exception {
    clouds.misbehave("sts.us-east-1.amazonaws.com", Faults.hang());
    Path stdout = clouds.directory().resolve("stdout");
    Process process = start(new ProcessBuilder().redirectOutput(stdout.toFile()));
    feed(process);
    while (process.isAlive() && clouds.received().requests().isEmpty()) {
      Thread.onSpinWait();
    }

    process.destroy();

    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(stdout).isEmptyFile();
    assertThat(Files.readAllLines(audit())).hasSize(1);
    assertThat(Files.readString(audit()))
        .contains("\"service_account\":\"app\"", "the process was ended, by a signal");
  }

  private Process start(ProcessBuilder builder, String... arguments) throws IOException {
    builder.environment().clear();
    builder.environment().putAll(podpass().environment());
    return builder.command(BuiltProgram.command(arguments)).start();
  }

  private void feed(Process process) throws IOException {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(request().json().getBytes(UTF_8));
    }
  }

  private Path pipe() {
    return clouds.directory().resolve("full");
  }

  /** A pipe that is opened for reading and writing blocks neither this process nor another. */
  private FileChannel fullPipe() throws Exception {
    mkfifo(pipe());
    FileChannel pipe = FileChannel.open(pipe(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    assertThat(pipe.write(ByteBuffer.allocate(PIPE_CAPACITY))).isEqualTo(PIPE_CAPACITY);
    return pipe;
  }

  private static void mkfifo(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }
}
