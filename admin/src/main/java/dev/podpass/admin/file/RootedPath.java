// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.file;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resolves a path below a root directory as {@code chroot} does: each symbolic link on the way is
 * resolved below the root, and none leads out of it.
 */
public final class RootedPath {
  static final int MAX_LINKS = 40;

  private final Path root;
  private final Step step;
  private final Deque<Path> rest = new ArrayDeque<>();

  private RootedPath(Path root, Step step) {
    this.root = root;
    this.step = step;
  }

  /** What is asked of each file on the way. */
  interface Step {
    /**
     * Whether a file is a link that is followed.
     *
     * @param links how many links were followed before
     */
    boolean follows(Path file, int links, boolean last) throws IOException;
  }

  /** Returns the file at a path, without links. What does not exist is no link. */
  public static Path resolve(Path root, String path) throws IOException {
    return walk(
        root,
        Path.of(path),
        (file, links, _) -> {
          boolean link = Files.isSymbolicLink(file);
          if (link && links >= MAX_LINKS) {
            throw new FileSystemLoopException(file.toString());
          }
          return link;
        });
  }

  static Path walk(Path root, Path path, Step step) throws IOException {
    return new RootedPath(root, step).walk(path);
  }

  private Path walk(Path path) throws IOException {
    Path at = root;
    int links = 0;
    push(path);
    while (!rest.isEmpty()) {
      Path name = rest.pop();
      if (name.toString().equals("..")) {
        at = parent(at);
      } else if (!name.toString().equals(".")) {
        Path next = at.resolve(name);
        if (step.follows(next, links, rest.isEmpty())) {
          links++;
          Path target = Files.readSymbolicLink(next);
          at = target.isAbsolute() ? root : at;
          push(target);
        } else {
          at = next;
        }
      }
    }
    return at;
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
}
