// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A named pipe that is read until its other end is closed by every process. A {@link Process}'s own
 * streams would not do: Java stops reading them when the process ends, even if a child of it still
 * writes.
 */
final class Pipe implements AutoCloseable {
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
