// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A standard stream as the kernel has it at the start. The number of one that is closed goes to the
 * next file or connection that is opened, which must not be taken for the stream.
 *
 * @param number its file descriptor
 */
public record StandardStream(int number) {
  public static final StandardStream STDIN = new StandardStream(0);
  public static final StandardStream STDOUT = new StandardStream(1);
  public static final StandardStream STDERR = new StandardStream(2);

  private static final String DESCRIPTORS = "/proc/self/fd/";

  private Path link() {
    return Path.of(DESCRIPTORS + number);
  }

  /** Asked before anything is opened; without {@code /proc} every stream counts as open. */
  public boolean isClosed() {
    return !Files.exists(link(), LinkOption.NOFOLLOW_LINKS) && Files.exists(Path.of(DESCRIPTORS));
  }

  /** Whether it is a terminal's; {@link System#console} would ask about two at once. */
  public boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(link()).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /** A stream that cannot be read. */
  public static InputStream closedInput() {
    InputStream stream = InputStream.nullInputStream();
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException("nothing cannot fail to be closed", e);
    }
    return stream;
  }

  /** A stream that cannot be written. */
  public static OutputStream closedOutput() {
    OutputStream stream = OutputStream.nullOutputStream();
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException("nothing cannot fail to be closed", e);
    }
    return stream;
  }
}
