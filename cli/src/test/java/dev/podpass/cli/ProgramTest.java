// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.command.CommandRun;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import dev.podpass.cli.process.StandardStream;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {
  private static final String REQUEST = PluginRequest.forImage("echo.example/app").json();

  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final List<Runnable> signalled = new ArrayList<>();
  private final CompletableFuture<Integer> halted = new CompletableFuture<>();
  private InputStream stdin = new ByteArrayInputStream(REQUEST.getBytes(UTF_8));
  private boolean terminal;

  @Test
  void answersOnStdoutAndIsSilentOnStderr() {
    assertThat(run("--echo-user=bob")).isZero();

    assertThat(out())
        .isEqualTo(
            """
            {"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
            "cacheKeyType":"Registry","cacheDuration":"0s",\
            "auth":{"echo.example":{"username":"bob (--echo-user)","password":"hunter2"}}}
            """);
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'','','','nobody'",
    "flag,own,cloud,'flag (--echo-user)'",
    "'',own,cloud,'own (PODPASS_ECHO_USER)'",
    "'','',cloud,'cloud (ECHO_USER)'"
  })
  void aFlagCountsBeforeItsVariableAndThatBeforeTheClouds(
      String flag, String own, String cloud, String user) {
    environment.put("PODPASS_ECHO_USER", own);
    environment.put("ECHO_USER", cloud);

    assertThat(flag.isEmpty() ? run() : run("--echo-user", flag)).isZero();

    assertThat(out()).contains("\"username\":\"" + user + "\"");
  }

  @Test
  void readsFlagsFromAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("args"), "# who\n--echo-user\nbob\n");

    assertThat(run("@" + file)).isZero();

    assertThat(out()).contains("\"username\":\"bob (--echo-user)\"");
  }

  @Test
  void takesTheCommandOfExistingConfigurations() {
    assertThat(run("get-credentials", "--provider", "echo")).isZero();
    assertThat(out()).contains("nobody");
  }

  @Test
  void theLastOfTwoCounts() {
    assertThat(run("--echo-user=a", "--echo-user=b")).isZero();
    assertThat(out()).contains("\"b (--echo-user)\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --nonsense                | 64 | Unknown option: '--nonsense'; hint: podpass --help
          get                       | 64 | Unmatched argument at index 0: 'get'
          --deadline                | 64 | Missing required parameter for option '--deadline'
          --deadline=soon           | 64 | "soon" (--deadline): must be a duration
          --deadline=56s            | 64 | "56s" (--deadline): must be from 1 to 55 seconds
          --without-token=maybe     | 64 | must be one of fail|node|anonymous
          --log-level=trace         | 64 | must be one of off|info|debug
          --provider=other          | 64 | no provider "other"; hint: this build has echo
          --echo-broken=perhaps     | 64 | must be true or false
          '--echo-broken,false'     | 64 | Unmatched argument at index 1: 'false'
          --token-jwks=/nonexistent | 78 | the trusted keys in /nonexistent cannot be used
          --echo-broken             | 70 | internal error: java.lang.IllegalStateException
          @/nonexistent             | 64 | Unmatched argument
          """)
  void refusesWithOneLineAndAStatus(String argument, int status, String because) {
    assertThat(run(argument.split(","))).isEqualTo(status);

    assertThat(out()).isEmpty();
    assertThat(err()).startsWith("podpass: ").contains(because).doesNotContain("hunter2");
    assertThat(err().lines()).hasSize(1);
  }

  @Test
  void aBadVariableIsNamed() {
    environment.put("PODPASS_DEADLINE", "soon");

    assertThat(run()).isEqualTo(64);
    assertThat(err()).contains("\"soon\" (PODPASS_DEADLINE)");
  }

  @Test
  void aBadProxyIsToldWithoutItsPassword() {
    environment.put("HTTPS_PROXY", "socks5://bob:hunter2@proxy.example");

    assertThat(run()).isEqualTo(78);
    assertThat(err()).contains("HTTPS_PROXY").doesNotContain("hunter2");
  }

  @Test
  void failsInJsonIfTheLogIs() {
    stdin = new ByteArrayInputStream(new byte[0]);

    assertThat(run("--log-format=json")).isEqualTo(65);

    assertThat(err())
        .isEqualTo(
            """
            {"level":"error","message":"the request on stdin cannot be used: it is empty",\
            "kind":"BAD_REQUEST","exit_code":65}
            """);
  }

  @Test
  void tellsMoreIfAskedTo() {
    assertThat(run("--log-level=info")).isZero();
    assertThat(err())
        .isEqualTo(
            "podpass: info answered image=echo.example/app identity=\"\" workload=\"\""
                + " cache_seconds=0\n");
  }

  @Test
  void tracesFailuresByTypeAndPlaceAlone() {
    assertThat(run("--log-level=debug", "--echo-broken")).isEqualTo(70);

    assertThat(err())
        .contains(
            "  java.lang.IllegalStateException\n    at dev.podpass.cli.command.EchoProvider.plan")
        .doesNotContain("hunter2");
  }

  @Test
  void printsUsageAndVersion() {
    assertThat(run("--help-all")).isZero();
    assertThat(out()).contains("--echo-user=NAME", "PODPASS_ECHO_USER, ECHO_USER", "--deadline");

    stdout.reset();
    assertThat(run("--version")).isZero();
    assertThat(out()).matches("podpass [0-9]+\\.[0-9]+\\.[0-9]+.*\n");
  }

  @Test
  void printsUsageOnStderrIfSomebodyTypes() {
    terminal = true;

    assertThat(run()).isEqualTo(64);
    assertThat(out()).isEmpty();
    assertThat(err()).contains("Usage: podpass");
  }

  @Test
  @Timeout(20)
  void isHaltedIfStdinIsNeverClosed() throws Exception {
    PipedOutputStream kubelet = new PipedOutputStream();
    stdin = new PipedInputStream(kubelet);
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> run("--deadline=1s"));

    assertThat(halted.get(15, TimeUnit.SECONDS)).isEqualTo(75);
    assertThat(err()).contains("no answer within the deadline of 1 s");

    kubelet.close();
    assertThat(status.get(15, TimeUnit.SECONDS)).isNotZero();
    assertThat(out()).isEmpty();
    assertThat(err().lines()).hasSize(1);
  }

  @Test
  @Timeout(20)
  void isHaltedIfNobodyReadsFromAFullStdout() throws Exception {
    BlockedStream full = new BlockedStream();
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(() -> new Program(process(full)).run("--deadline=1s"));

    assertThat(halted.get(15, TimeUnit.SECONDS)).isEqualTo(75);
    assertThat(err())
        .isEqualTo("podpass: the answer was not read from stdout within the deadline of 1 s\n");

    full.release();
    assertThat(status.get(15, TimeUnit.SECONDS)).isEqualTo(75);
  }

  @Test
  @Timeout(20)
  void aFullStderrHoldsUpNoFailure() {
    BlockedStream full = new BlockedStream();
    stdin = new ByteArrayInputStream(new byte[0]);

    assertThat(new Program(process(stdout, full)).run()).isEqualTo(65);

    full.release();
    assertThat(out()).isEmpty();
  }

  @Test
  void theAnswerIsOutBeforeItIsRecorded(@TempDir Path folder) throws IOException {
    Path audit = folder.resolve("audit.jsonl");
    List<Boolean> early = new ArrayList<>();
    OutputStream watched =
        new OutputStream() {
          @Override
          public void write(int b) {
            early.add(Files.exists(audit));
          }
        };

    assertThat(new Program(process(watched)).run("--audit-log=" + audit)).isZero();

    assertThat(early).isNotEmpty().doesNotContain(true);
    assertThat(Files.readString(audit)).contains("\"result\":\"ok\"");
  }

  @Test
  void anAnswerThatIsNotWrittenIsRecordedAsAFailure(@TempDir Path folder) throws IOException {
    Path audit = folder.resolve("audit.jsonl");

    assertThat(new Program(process(StandardStream.closedOutput())).run("--audit-log=" + audit))
        .isEqualTo(69);

    assertThat(Files.readString(audit))
        .contains("\"result\":\"unavailable\"", "cannot be written to stdout")
        .doesNotContain("until");
  }

  @Test
  void aSignalIsRecordedAndNothingIsAnsweredAfterIt(@TempDir Path folder) throws Exception {
    Path audit = folder.resolve("audit.jsonl");
    InputStream request = stdin;
    stdin =
        new InputStream() {
          @Override
          public int read() throws IOException {
            signalled.forEach(Runnable::run);
            return request.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            signalled.forEach(Runnable::run);
            return request.read(buffer, offset, length);
          }
        };

    assertThat(run("--audit-log=" + audit)).isEqualTo(143);

    assertThat(out()).isEmpty();
    assertThat(Files.readAllLines(audit)).hasSize(1);
    assertThat(Files.readString(audit))
        .contains("\"result\":\"try_again\"", "a signal ended the process before the answer");
  }

  @Test
  void tellsIfNobodyReadsTheAnswer() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThat(new Program(process(closed)).run()).isEqualTo(69);
    assertThat(err()).contains("the answer cannot be written to stdout").doesNotContain("hunter2");
  }

  private int run(String... args) {
    return new Program(process(stdout)).run(args);
  }

  private ProcessContext process(OutputStream out) {
    return process(out, stderr);
  }

  private ProcessContext process(OutputStream out, OutputStream err) {
    return new ProcessContext(
        "podpass",
        CommandRun.withoutCache(environment),
        stdin,
        out,
        err,
        new Terminals(terminal, false, false),
        Duration.ZERO,
        signalled::add,
        halted::complete);
  }

  private String out() {
    return stdout.toString(UTF_8);
  }

  private String err() {
    return stderr.toString(UTF_8);
  }

  /** A pipe that is full until it is released. */
  private static final class BlockedStream extends OutputStream {
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void write(int b) throws IOException {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    void release() {
      released.countDown();
    }
  }
}
