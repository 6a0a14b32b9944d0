// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.kubelet.HostCommands.Output;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A program that this process runs. */
public final class ChildProcess {
  private static final int KEPT = 64 << 10;

  /** A grandchild may hold the pipe open for longer. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

  private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));

  private ChildProcess() {}

  /** Runs a program to its end, without input; after the limit it is killed, with its children. */
  public static Output run(List<String> command, Duration limit) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(NOTHING).start();
    AtomicReference<byte[]> output = new AtomicReference<>(new byte[0]);
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .name("podpass-child")
            .start(() -> drain(process.getInputStream(), output));
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        kill(process);
        throw new IOException("it did not end within " + limit.toSeconds() + " s");
      }
      reader.join(LAST_OUTPUT);
      return new Output(process.exitValue(), new String(output.get(), UTF_8));
    } catch (InterruptedException _) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList(); // They lose their parent below.
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static void drain(InputStream in, AtomicReference<byte[]> output) {
    byte[] buffer = new byte[8 << 10];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        output.set(last(output.get(), buffer, read));
      }
    } catch (IOException _) {
      // The pipe is closed: what came before is all.
    }
  }

  private static byte[] last(byte[] before, byte[] more, int length) {
    byte[] all = Arrays.copyOf(before, before.length + length);
    System.arraycopy(more, 0, all, before.length, length);
    return all.length <= KEPT ? all : Arrays.copyOfRange(all, all.length - KEPT, all.length);
  }

  /** The command of this process, with another argument behind the others. */
  public static List<String> sameCommandWith(String argument) throws IOException {
    String line = Files.readString(Path.of("/proc/self/cmdline"), UTF_8);
    List<String> command = new ArrayList<>(List.of(line.split("\0")));
    // The first word may be a name for the search path.
    command.set(0, Path.of("/proc/self/exe").toRealPath().toString());
    command.add(argument);
    return command;
  }

  /**
   * Runs a program with the output streams of this process; {@code started} gets a function that
   * asks it to end, and waits for that.
   */
  public static int await(List<String> command, Duration limit, Consumer<Runnable> started)
      throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().redirectInput(NOTHING).start();
    started.accept(() -> {
      // Unlike the process, it leaves the output open.
      var _ = process.toHandle().destroy();
      join(process, limit);
    });
    join(process, limit);
    return process.exitValue();
  }

  private static void join(Process process, Duration limit) {
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
