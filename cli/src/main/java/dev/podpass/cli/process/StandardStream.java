// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A standard stream as the process inherited it. The descriptor of a closed stream is reused by the
 * next file or connection opened, which must not be mistaken for the stream.
 */
public record StandardStream(int number) {
  public static final StandardStream STDIN = new StandardStream(0);
  public static final StandardStream STDOUT = new StandardStream(1);
  public static final StandardStream STDERR = new StandardStream(2);

  private static final String DESCRIPTORS = "/proc/self/fd/";

  private Path link() {
    return Path.of(DESCRIPTORS + number);
  }

  /**
   * Must be called before any file is opened; without {@code /proc} every stream counts as open.
   */
  public boolean isClosed() {
    return !Files.exists(link(), LinkOption.NOFOLLOW_LINKS) && Files.exists(Path.of(DESCRIPTORS));
  }

  /** Whether it is a terminal; {@link System#console} checks two streams at once. */
  public boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(link()).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  public static InputStream closedInput() {
    return closed(InputStream.nullInputStream());
  }

  public static OutputStream closedOutput() {
    return closed(OutputStream.nullOutputStream());
  }

  /** A stream that fails on each use. */
  private static <T extends Closeable> T closed(T stream) {
    try {
      stream.close();
      return stream;
    } catch (IOException e) {
      throw new UncheckedIOException("nothing cannot fail to be closed", e);
    }
  }
}
