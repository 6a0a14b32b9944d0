// SPDX-License-Identifier: Apache-2.0
package dev.podpass.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether only root, and the user that this process runs as, can change what a path leads to. What
 * was found stays true until the path is used, for nobody else can change it in between.
 */
public final class TrustedPath {
  private static final int MAX_LINKS = 40;

  private final Path root;
  private final Deque<Path> rest = new ArrayDeque<>();

  private TrustedPath(Path root) {
    this.root = root;
  }

  /**
   * The regular file that a path leads to. Each directory on the way, each symbolic link and the
   * file itself belong to root or to us, and neither their group nor everybody may write to them; a
   * sticky directory such as {@code /tmp} does not count as ours.
   *
   * @param root what an absolute path and an absolute link begin at; it is not looked at itself
   * @throws UntrustedPathException if another user may change it, or it is not a regular file
   * @throws IOException if it is not there, or may not be looked at
   */
  public static Path file(Path root, String path) throws IOException {
    return new TrustedPath(root).walk(Path.of(path));
  }

  /**
   * Looks at one directory, which is not a link.
   *
   * @param sticky whether everybody may write to it, as long as only owners can rename or delete
   * @throws UntrustedPathException if another user may change what is in it
   */
  public static void directory(Path directory, boolean sticky) throws IOException {
    directory(directory, UnixAttributes.of(directory), sticky);
  }

  private static void directory(Path directory, UnixAttributes attributes, boolean sticky)
      throws IOException {
    if (!attributes.directory()) {
      throw new UntrustedPathException(directory + " is not a directory, or is a link to one");
    }
    if (!attributes.ownerIsTrusted()
        || (attributes.writableByOthers() && !(sticky && attributes.sticky()))) {
      throw changeable(directory);
    }
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
      if (attributes.symbolicLink() && attributes.ownerIsTrusted() && ++links <= MAX_LINKS) {
        Path target = Files.readSymbolicLink(next);
        at = target.isAbsolute() ? root : at;
        push(target);
        continue;
      }
      if (rest.isEmpty()) {
        return regular(next, attributes);
      }
      directory(next, attributes, false);
      at = next;
    }
    throw new UntrustedPathException(path + " is not a regular file");
  }

  /** As the kernel has it: the root is its own parent. */
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
    if (!attributes.ownerIsTrusted() || attributes.writableByOthers()) {
      throw changeable(file);
    }
    return file;
  }

  private static UntrustedPathException changeable(Path path) {
    return new UntrustedPathException("others may change " + path);
  }
}
