// SPDX-License-Identifier: Apache-2.0
package dev.podpass.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Owner, mode and link count of a file, which may be a symbolic link: it is not followed.
 *
 * @param uid the owner
 * @param mode as in {@code st_mode}
 * @param links how many names the file has
 */
public record UnixAttributes(int uid, int mode, int links) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int STICKY = 01000;
  private static final int OF_OTHERS = 0077;
  private static final int WRITABLE_BY_OTHERS = 0022;

  /** Belongs to the user that this process runs as. */
  private static final Path OURSELVES = Path.of("/proc/self");

  /**
   * Reads them.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static UnixAttributes of(Path file) throws IOException {
    return read(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static UnixAttributes read(Path file, LinkOption... options) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(file, "unix:uid,mode,nlink", options);
    return new UnixAttributes(
        number(attributes, "uid"), number(attributes, "mode"), number(attributes, "nlink"));
  }

  private static int number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Integer number) {
      return number;
    }
    throw new IOException("no " + name);
  }

  /** Neither a directory nor a link, a pipe, a socket or a device. */
  public boolean regularFile() {
    return (mode & TYPE) == REGULAR;
  }

  /** A directory, and no link to one. */
  public boolean directory() {
    return (mode & TYPE) == DIRECTORY;
  }

  /** A symbolic link. */
  public boolean symbolicLink() {
    return (mode & TYPE) == SYMBOLIC_LINK;
  }

  /** Belongs to the user that this process runs as. */
  public boolean isOurs() throws IOException {
    return uid == read(OURSELVES).uid();
  }

  /** Only its owner can do anything with it. */
  public boolean isPrivate() {
    return (mode & OF_OTHERS) == 0;
  }

  /** Its group or everybody may write to it; with an ACL, another user may. */
  public boolean writableByOthers() {
    return (mode & WRITABLE_BY_OTHERS) != 0;
  }

  /** Others may put files into it, but not take away or rename ours. */
  public boolean sticky() {
    return (mode & STICKY) != 0;
  }

  /** Belongs to root or to us: the owner of a directory can exchange what is in it. */
  public boolean ownerIsTrusted() throws IOException {
    return isTrusted(uid);
  }

  /** Root, or the user that this process runs as: for root, root alone. */
  public static boolean isTrusted(int uid) throws IOException {
    return uid == 0 || uid == read(OURSELVES).uid();
  }
}
