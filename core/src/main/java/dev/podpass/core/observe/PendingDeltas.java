// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of pulls that the metrics file does not contain yet: an append-only log beside it. It
 * alternates between two files, so that one of them can be deleted when it has been read.
 *
 * @param metrics the metrics file
 */
record PendingDeltas(Path metrics) {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

  /** About 80 pulls, one block of a disk. */
  private static final int ENOUGH = 4 << 10;

  /** The limit where the metrics file cannot be written, and of what is read at once. */
  private static final int MAX_BYTES = 1 << 20;

  /**
   * A position in the log. The metrics file begins with the one up to which it contains the log.
   *
   * @param file the first file or the second
   * @param offset in bytes
   */
  record Position(int file, long offset) {
    private static final Position START = new Position(0, 0);
    private static final String MARK = "# podpass pending ";
    private static final Pattern LINE = Pattern.compile(MARK + "([01]) ([0-9]{1,9})");

    /** The one in the first line of a metrics file; the start if there is none. */
    static Position in(String metrics) {
      Matcher line = LINE.matcher(metrics.lines().findFirst().orElse(""));
      return line.matches()
          ? new Position(Integer.parseInt(line.group(1)), Long.parseLong(line.group(2)))
          : START;
    }

    String line() {
      return MARK + file + " " + offset;
    }

    /** Whether the file is long enough to begin the other one. */
    boolean isFull() {
      return offset >= ENOUGH;
    }

    Position ofOtherFile() {
      return new Position(1 - file, 0);
    }

    /** Written out, as is the hash: those that a record has by itself a JVM links when called. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Position position
          && file == position.file
          && offset == position.offset;
    }

    @Override
    public int hashCode() {
      return 31 * file + Long.hashCode(offset);
    }
  }

  /**
   * A part of the log.
   *
   * @param end its end, which is the end of a line
   */
  record Part(List<Delta> deltas, Position end) {}

  /** The file whose lock is shared by those who append, and held alone to begin the other file. */
  Path locked() {
    return metrics.resolveSibling(metrics.getFileName() + ".pending");
  }

  /**
   * Appends a line with one write, so that lines do not mix. It begins with a line feed as well:
   * the line before it may be incomplete.
   */
  void append(Position at, Delta delta) throws IOException {
    Path file = file(at);
    if (size(file) > MAX_BYTES) {
      // Lost already: each of those pulls has failed to write the metrics file.
      Files.deleteIfExists(file);
    }
    ByteBuffer line = ByteBuffer.wrap(("\n" + delta.line() + "\n").getBytes(UTF_8));
    try (FileChannel channel =
        SafeFile.open(
            file,
            MODE,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      channel.write(line);
      if (line.hasRemaining()) {
        throw new FileSystemException(file.toString(), null, "a line is not written whole");
      }
    }
  }

  /** The complete lines from a position on. Other lines than those of this class are skipped. */
  Part read(Position from) throws IOException {
    try (FileChannel channel = SafeFile.open(file(from), MODE, StandardOpenOption.READ)) {
      long start = channel.size() < from.offset() ? 0 : from.offset();
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MAX_BYTES, channel.size() - start));
      while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {}
      int end = endOfLines(bytes);
      return new Part(
          new String(bytes.array(), 0, end, UTF_8)
              .lines()
              .map(Delta::parse)
              .flatMap(Optional::stream)
              .toList(),
          new Position(from.file(), start + end));
    } catch (NoSuchFileException _) {
      return new Part(List.of(), new Position(from.file(), 0));
    }
  }

  /** A line that does not fit the buffer was not written by this class, and is skipped. */
  private static int endOfLines(ByteBuffer bytes) {
    int end = bytes.position();
    while (end > 0 && bytes.get(end - 1) != '\n') {
      end--;
    }
    return end == 0 && bytes.position() == MAX_BYTES ? MAX_BYTES : end;
  }

  /** Whether the file does not end here: there is more, or it is another one. */
  boolean continuesAt(Position position) throws IOException {
    return size(file(position)) != position.offset();
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  void delete(Position ofFile) throws IOException {
    Files.deleteIfExists(file(ofFile));
  }

  private Path file(Position position) {
    return metrics.resolveSibling("." + metrics.getFileName() + ".pending-" + position.file());
  }
}
