// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A plugin as kubelet runs it.
 *
 * @param command the executable and its arguments
 * @param environment all of its environment; nothing is inherited
 * @param timeout after which it is killed
 */
public record Plugin(List<String> command, Map<String, String> environment, Duration timeout) {
  private static final Duration KUBELET_TIMEOUT = Duration.ofMinutes(1);

  public Plugin {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command is empty");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A plugin that is granted a minute, as kubelet grants it. */
  public static Plugin of(List<String> command, Map<String, String> environment) {
    return new Plugin(command, environment, KUBELET_TIMEOUT);
  }

  /** With another timeout. */
  public Plugin timeout(Duration other) {
    return new Plugin(command, environment, other);
  }

  /** Runs it on a request. */
  public PluginRun run(PluginRequest request) {
    return run(request.json().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Runs it on any input. Returns when it has ended, by itself or killed, <em>and</em> no process
   * holds its outputs open: kubelet waits for that too, without limit.
   */
  public PluginRun run(byte[] stdin) {
    try (Pipe stdout = Pipe.open();
        Pipe stderr = Pipe.open()) {
      long start = System.nanoTime();
      Process process = start(stdout.path(), stderr.path());
      Thread.ofPlatform().daemon().name("stdin-feeder").start(() -> feed(process, stdin));
      if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
      }
      var output = new PluginRun.Output(stdout.content(), stderr.content());
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      return new PluginRun(process.waitFor(), output, duration, duration.compareTo(timeout) > 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a plugin was running", e);
    }
  }

  private Process start(Path stdout, Path stderr) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start();
  }

  private static void feed(Process process, byte[] stdin) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(stdin);
    } catch (IOException e) {
      // It ended, or closed its input, without reading all of it. That is its right.
    }
  }

  /**
   * A named pipe that is read until its other end is closed by every process. A {@link Process}'s
   * own streams would not do: Java stops reading them when the process ends, even if a child of it
   * still writes.
   */
  private static final class Pipe implements AutoCloseable {
    private final Path directory;
    private final Path path;
    private final CompletableFuture<byte[]> content = new CompletableFuture<>();

    private Pipe(Path directory) {
      this.directory = directory;
      this.path = directory.resolve("pipe");
    }

    static Pipe open() throws IOException, InterruptedException {
      Pipe pipe = new Pipe(Files.createTempDirectory("podpass-pipe"));
      int code = new ProcessBuilder("mkfifo", pipe.path.toString()).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException("mkfifo failed with " + code);
      }
      // Opening a pipe blocks until its other end is opened, so it has a thread.
      Thread.ofPlatform().daemon().name("pipe-reader").start(pipe::read);
      return pipe;
    }

    Path path() {
      return path;
    }

    byte[] content() {
      return content.join();
    }

    private void read() {
      try {
        content.complete(Files.readAllBytes(path));
      } catch (IOException e) {
        content.completeExceptionally(e);
      }
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(path);
      Files.deleteIfExists(directory);
    }
  }
}
