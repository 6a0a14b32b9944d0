// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a program ends: streams that block or are closed, and signals. */
class ProgramEndTest extends ProgramFixture {
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
  void aSignalIsRecordedAndNothingIsAnsweredAfterIt(@TempDir Path folder) throws Exception {
    Path audit = folder.resolve("audit.jsonl");
    InputStream request = stdin;
    stdin =
        new InputStream() {
          @Override
          public int read() throws IOException {
            signalled.get().run();
            return request.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            signalled.get().run();
            return request.read(buffer, offset, length);
          }
        };

    assertThat(run("--audit-log=" + audit)).isEqualTo(143);

    assertThat(out()).isEmpty();
    assertThat(Files.readAllLines(audit)).hasSize(1);
    assertThat(Files.readString(audit))
        .contains("\"result\":\"try_again\"", "the process was ended, by a signal");
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

  @Test
  void aLineWaitsForASlowReader() {
    OutputStream slow =
        new FilterOutputStream(stderr) {
          @Override
          public void write(byte[] line, int offset, int length) throws IOException {
            try {
              assertThat(new CountDownLatch(1).await(1_500, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            out.write(line, offset, length);
          }
        };

    assertThat(new Program(process(stdout, slow)).run("--nonsense")).isEqualTo(64);
    assertThat(err()).contains("--nonsense").endsWith("\n");
  }
}
