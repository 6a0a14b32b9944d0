// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.file;

import dev.podpass.core.file.TrustedDirectory;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.file.UntrustedPathException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Checks that only root and the current user can change the target of a path. The result stays
 * valid until the path is used, because no other user can change it.
 */
public final class TrustedPath {
  private static final int MAX_LINKS = 40;

  private final Path root;
  private final boolean toDirectory;
  private final Deque<Path> rest = new ArrayDeque<>();

  private TrustedPath(Path root, boolean toDirectory) {
    this.root = root;
    this.toDirectory = toDirectory;
  }

  /**
   * Returns the regular file at a path. Each directory and symbolic link on the way, and the file
   * itself, must belong to root or the current user and must not be writable by group or others.
   *
   * <p>A sticky directory such as {@code /tmp} is not accepted, even for an entry of root's. The
   * kernel keeps others from renaming or deleting that entry, but not from putting it there: others
   * can link or move an unrelated file of root's into the directory, and with {@code
   * user_allow_other} mount a FUSE file system whose files claim to be root's.
   *
   * @param root the start of absolute paths and links; it is not checked itself
   * @throws UntrustedPathException if another user can change it, or it is not a regular file
   * @throws IOException if it does not exist, or cannot be inspected
   */
  public static Path file(Path root, String path) throws IOException {
    return new TrustedPath(root, false).walk(Path.of(path));
  }

  /**
   * Returns the directory at a path, by the same rule.
   *
   * @param root the start of absolute paths and links; it is not checked itself
   * @throws UntrustedPathException if another user can change it, or it is not a directory
   * @throws IOException if it does not exist, or cannot be inspected
   */
  public static Path directory(Path root, String path) throws IOException {
    return new TrustedPath(root, true).walk(Path.of(path));
  }

  private Path walk(Path path) throws IOException {
    Path at = root;
    push(path);
    for (int links = 0; !rest.isEmpty(); ) {
      Path name = rest.pop();
      if (name.toString().equals("..")) {
        at = parent(at);
        continue;
      }
      if (name.toString().equals(".")) {
        continue;
      }
      Path next = at.resolve(name);
      UnixAttributes attributes = UnixAttributes.of(next);
      if (attributes.symbolicLink() && !attributes.ownerIsTrusted()) {
        throw new UntrustedPathException(next);
      }
      if (attributes.symbolicLink() && ++links <= MAX_LINKS) {
        Path target = Files.readSymbolicLink(next);
        at = target.isAbsolute() ? root : at;
        push(target);
        continue;
      }
      if (rest.isEmpty() && !toDirectory) {
        return regular(next, attributes);
      }
      TrustedDirectory.require(next, attributes, false);
      at = next;
    }
    if (toDirectory) {
      return at;
    }
    throw new UntrustedPathException(path + " is not a regular file");
  }

  /** As in the kernel, the root is its own parent. */
  private Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null || path.equals(root) ? root : parent;
  }

  private void push(Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      rest.push(path.getName(i));
    }
  }

  private static Path regular(Path file, UnixAttributes attributes) throws IOException {
    if (!attributes.regularFile()) {
      throw new UntrustedPathException(file + " is not a regular file");
    }
    if (attributes.changeableByOthers()) {
      throw new UntrustedPathException(file);
    }
    return file;
  }
}
