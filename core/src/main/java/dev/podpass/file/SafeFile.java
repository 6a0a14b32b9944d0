// SPDX-License-Identifier: Apache-2.0
package dev.podpass.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Works on a file without following a link in its place. */
public final class SafeFile {
  /** How the names of files begin that are not complete yet. */
  public static final String TEMPORARY = ".new-";

  private SafeFile() {}

  /**
   * Opens a file to be written to its end or locked; makes it with this mode if it is not there.
   */
  public static FileChannel open(Path file, Set<PosixFilePermission> mode, OpenOption... how)
      throws IOException {
    Set<OpenOption> options = new HashSet<>(Set.of(how));
    options.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(mode));
  }

  /** The file's bytes, as many as the limit and one more: who reads that many has not all. */
  public static byte[] read(Path file, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(limit + 1);
    }
  }

  /** Writes all of it. */
  public static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** Replaces a file, or makes it. Whoever reads meanwhile, or dies, sees the old or the new. */
  public static void replace(Path file, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path fresh = file.resolveSibling(TEMPORARY + file.getFileName() + "." + suffix);
    try {
      try (FileChannel channel =
          open(fresh, mode, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        write(channel, content);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }
}
