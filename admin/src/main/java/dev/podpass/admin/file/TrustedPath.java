// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.file;

import dev.podpass.core.file.TrustedDirectory;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.file.UntrustedPathException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Checks that only root and the current user can change the target of a path. The result stays
 * valid until the path is used, because no other user can change it.
 */
public final class TrustedPath {
  private TrustedPath() {}

  /**
   * Returns the regular file at a path. The root, each directory and symbolic link on the way, and
   * the file itself, must belong to root or the current user and must not be writable by group or
   * others.
   *
   * <p>A sticky directory such as {@code /tmp} is not accepted, even for an entry of root's. The
   * kernel keeps others from renaming or deleting that entry, but not from putting it there: others
   * can link or move an unrelated file of root's into the directory, and with {@code
   * user_allow_other} mount a FUSE file system whose files claim to be root's.
   *
   * @param root the start of absolute paths and links
   * @throws UntrustedPathException if another user can change it, or it is not a regular file
   * @throws IOException if it does not exist, or cannot be inspected
   */
  public static Path file(Path root, String path) throws IOException {
    Path file = walk(root, path, false);
    if (!UnixAttributes.of(file).regularFile()) {
      throw new UntrustedPathException(path + " is not a regular file");
    }
    return file;
  }

  /** Returns the directory at a path, by the same rule. */
  public static Path directory(Path root, String path) throws IOException {
    return walk(root, path, true);
  }

  private static Path walk(Path root, String path, boolean toDirectory) throws IOException {
    // The root itself may be given by a link.
    TrustedDirectory.require(root, UnixAttributes.of(root.resolve(".")), false);
    return RootedPath.walk(
        root,
        Path.of(path),
        (file, links, last) -> {
          UnixAttributes attributes = UnixAttributes.of(file);
          if (attributes.symbolicLink() && !attributes.ownerIsTrusted()) {
            throw new UntrustedPathException(file);
          }
          if (attributes.symbolicLink() && links < RootedPath.MAX_LINKS) {
            return true;
          }
          if (last && !toDirectory) {
            requireRegular(file, attributes);
          } else {
            TrustedDirectory.require(file, attributes, false);
          }
          return false;
        });
  }

  private static void requireRegular(Path file, UnixAttributes attributes) throws IOException {
    if (!attributes.regularFile()) {
      throw new UntrustedPathException(file + " is not a regular file");
    }
    if (attributes.changeableByOthers()) {
      throw new UntrustedPathException(file);
    }
  }

  /** The real path of a file in such a directory, whether it is there or not. */
  public static Path place(Path root, Path file) throws IOException {
    return directory(root, String.valueOf(file.getParent()))
        .resolve(String.valueOf(file.getFileName()));
  }
}
