// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Owner, {@code st_mode} and link count of a file; a symbolic link is not followed. */
public record UnixAttributes(int uid, int mode, int links) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int SYMBOLIC_LINK = 0120000;
  private static final int STICKY = 01000;
  private static final int OF_OTHERS = 0077;
  private static final int WRITABLE_BY_OTHERS = 0022;

  /** Its owner is the user of this process. */
  private static final Path OURSELVES = Path.of("/proc/self");

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

  public boolean regularFile() {
    return (mode & TYPE) == REGULAR;
  }

  public boolean directory() {
    return (mode & TYPE) == DIRECTORY;
  }

  public boolean symbolicLink() {
    return (mode & TYPE) == SYMBOLIC_LINK;
  }

  /** Whether it belongs to the user of this process. */
  public boolean isOurs() throws IOException {
    return uid == read(OURSELVES).uid();
  }

  /** Whether only its owner has any permission. */
  public boolean isPrivate() {
    return (mode & OF_OTHERS) == 0;
  }

  /** Whether its group or others can write to it; with an ACL, possibly also other users. */
  public boolean writableByOthers() {
    return (mode & WRITABLE_BY_OTHERS) != 0;
  }

  /** Whether only owners can delete or rename files in it. */
  public boolean sticky() {
    return (mode & STICKY) != 0;
  }

  /**
   * Whether it belongs to root or the user of this process: the owner of a directory can exchange
   * its content.
   */
  public boolean ownerIsTrusted() throws IOException {
    return isTrusted(uid);
  }

  /** Whether a user other than root and that of this process may change its content. */
  public boolean changeableByOthers() throws IOException {
    return !ownerIsTrusted() || writableByOthers();
  }

  /** Root, or the user of this process. */
  public static boolean isTrusted(int uid) throws IOException {
    return uid == 0 || uid == read(OURSELVES).uid();
  }
}
