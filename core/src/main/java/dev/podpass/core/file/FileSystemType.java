// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The types of mounted file systems, by {@code /proc/self/mountinfo}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">its format</a>
 */
public final class FileSystemType {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
  private static final String BEFORE_TYPE = " - ";

  /** The third field of a line is a device number. */
  private static final int DEVICE = 2;

  private FileSystemType() {}

  /**
   * The type of the file system that a file is on, such as {@code tmpfs}; empty if the table does
   * not have it. It is read to the first mount of that file system: {@link Files#getFileStore}
   * reads all of it, twice, and a node has a mount for every volume of every pod.
   *
   * @param file not followed if it is a symbolic link
   */
  public static Optional<String> of(Path file) throws IOException {
    String device = device(file);
    try (BufferedReader table =
        new BufferedReader(new InputStreamReader(Files.newInputStream(TABLE), ISO_8859_1))) {
      for (String mount = table.readLine(); mount != null; mount = table.readLine()) {
        String[] fields = mount.split(" ", DEVICE + 2);
        int type = mount.indexOf(BEFORE_TYPE);
        if (fields.length > DEVICE && fields[DEVICE].equals(device) && type >= 0) {
          return Optional.of(mount.substring(type + BEFORE_TYPE.length()).split(" ", 2)[0]);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a reboot empties a file system of this type, and no disk has it. */
  public static boolean isInMemory(String type) {
    return IN_MEMORY.contains(type);
  }

  /** Its number as the table has it; the C library's {@code makedev} has put the two together. */
  private static String device(Path file) throws IOException {
    if (Files.getAttribute(file, "unix:dev", LinkOption.NOFOLLOW_LINKS) instanceof Long device) {
      long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
      long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
      return major + ":" + minor;
    }
    throw new IOException("no device");
  }
}
