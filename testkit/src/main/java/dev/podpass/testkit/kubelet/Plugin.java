// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
}
