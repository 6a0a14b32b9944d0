// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Owner and mode of a file, which may be a link: it is not followed.
 *
 * @param uid the owner
 * @param mode as in {@code st_mode}
 */
record UnixAttributes(int uid, int mode) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int STICKY = 01000;
  private static final int OF_OTHERS = 0077;
  private static final int WRITABLE_BY_OTHERS = 0022;

  /** Belongs to whoever we run as. */
  private static final Path OURSELVES = Path.of("/proc/self");

  static UnixAttributes of(Path file) throws IOException {
    return read(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static UnixAttributes read(Path file, LinkOption... options) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(file, "unix:uid,mode", options);
    return new UnixAttributes(number(attributes, "uid"), number(attributes, "mode"));
  }

  private static int number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Integer number) {
      return number;
    }
    throw new IOException("no " + name);
  }

  boolean regularFile() {
    return (mode & TYPE) == REGULAR;
  }

  boolean directory() {
    return (mode & TYPE) == DIRECTORY;
  }

  boolean isOurs() throws IOException {
    return uid == read(OURSELVES).uid();
  }

  /** Nobody but the owner can do anything with it. */
  boolean isPrivate() {
    return (mode & OF_OTHERS) == 0;
  }

  boolean writableByOthers() {
    return (mode & WRITABLE_BY_OTHERS) != 0;
  }

  /** Others may put files into it, but not take away or rename ours. */
  boolean sticky() {
    return (mode & STICKY) != 0;
  }

  /** Belongs to root or to us: whoever owns a parent can exchange what is in it. */
  boolean ownerIsTrusted() throws IOException {
    return uid == 0 || isOurs();
  }
}
