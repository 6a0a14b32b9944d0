// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that nobody but we can read or write. A file that is anything else (a link, of another
 * owner, readable by others, too large) is as good as absent.
 */
final class PrivateDirectory {
  private static final String TEMPORARY = ".new-";

  private static final int MAX_FILE = 64 << 10;

  private final Path directory;

  PrivateDirectory(Path directory) {
    this.directory = directory;
  }

  /** The content of a file, if there is such a file and it is private. */
  Optional<byte[]> read(String name) throws IOException {
    Path file = directory.resolve(name);
    try {
      if (!isPrivate(file)) {
        return Optional.empty();
      }
      try (SeekableByteChannel channel =
          Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer content = ByteBuffer.allocate(MAX_FILE + 1);
        while (channel.read(content) > 0) {}
        byte[] bytes = new byte[content.flip().remaining()];
        content.get(bytes);
        return bytes.length > MAX_FILE ? Optional.empty() : Optional.of(bytes);
      }
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static boolean isPrivate(Path file) throws IOException {
    UnixAttributes attributes = UnixAttributes.of(file);
    return attributes.regularFile() && attributes.isOurs() && attributes.isPrivate();
  }

  /** Replaces a file, or makes it. Whoever reads meanwhile, or dies, sees the old or the new. */
  void replace(String name, byte[] content) throws IOException {
    Path fresh = directory.resolve(TEMPORARY + name + "." + suffix());
    try {
      write(fresh, content);
      Files.move(
          fresh,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  private static String suffix() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /** Opens a file for locks, which nobody ever reads or replaces. */
  FileChannel lockFile(String name) throws IOException {
    return FileChannel.open(
        directory.resolve(name),
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  /** Takes away what somebody died over before it was complete. */
  void dropTemporaries(Instant before) throws IOException {
    for (String name : names()) {
      Path file = directory.resolve(name);
      if (name.startsWith(TEMPORARY)
          && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
              .toInstant()
              .isBefore(before)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The names of all files. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        names.add(String.valueOf(file.getFileName()));
      }
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
