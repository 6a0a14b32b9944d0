// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.file.TrustedPath;
import dev.podpass.core.file.UntrustedPathException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a node's files below a root directory, which may be an image under construction or a test's
 * directory.
 */
public final class NodeFiles {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_LINKS = 20;

  private final Path root;

  private NodeFiles(Path root) {
    this.root = root;
  }

  /** Creates one for a root directory; {@code /} is this machine. */
  public static NodeFiles below(Path root) {
    return new NodeFiles(root.toAbsolutePath().normalize());
  }

  /** The action that lets more be seen: another user, or another place. */
  String access() {
    return !isThisMachine()
        ? "run this on the node to see its processes"
        : seesAll()
            ? "start kubelet, or see why it does not run: journalctl -u kubelet"
            : "run this as root";
  }

  /** Whether this process may read the files of root on the node. */
  public boolean seesAll() {
    return Files.isReadable(inRoot(Path.of("/proc/1/environ")));
  }

  /** Whether the root is {@code /}. */
  public boolean isThisMachine() {
    return root.equals(root.getRoot());
  }

  /**
   * Whether the root is that of a machine which runs: its kernel is this one. An image has no
   * process, whatever its {@code /proc} pretends, and nothing may be run for it.
   */
  public boolean isRunning() {
    String id = "/proc/sys/kernel/random/boot_id";
    try {
      return read(id).equals(Optional.of(Files.readString(Path.of(id))));
    } catch (IOException _) {
      return false;
    }
  }

  /** Returns the real path of a node's file, with links resolved below the root. */
  public Path resolve(String file) {
    Path path = inRoot(Path.of(file));
    for (int i = 0; i < MAX_LINKS && Files.isSymbolicLink(path); i++) {
      try {
        Path target = Files.readSymbolicLink(path);
        path = target.isAbsolute() ? inRoot(target) : path.resolveSibling(target).normalize();
      } catch (IOException _) {
        return path;
      }
    }
    return path;
  }

  private Path inRoot(Path file) {
    return root.resolve(Path.of("/").relativize(Path.of("/").resolve(file)).normalize());
  }

  /** Whether there is anything of that name. */
  public boolean isThere(String file) {
    return isPath(file) && Files.exists(resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether it is a directory, or a link to one. */
  public boolean isDirectory(String file) {
    return isPath(file) && Files.isDirectory(resolve(file));
  }

  /** Whether a string is a valid path on this file system. */
  private static boolean isPath(String file) {
    try {
      var _ = Path.of(file);
      return true;
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /** Returns the text of a regular file, if it can be read; cut after 1 MiB. */
  public Optional<String> read(String file) {
    if (!isPath(file)) {
      return Optional.empty();
    }
    Path path = resolve(file);
    if (!Files.isReadable(path) || !Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * Returns the real path of a directory, if only root and the current user can change it.
   *
   * @throws UntrustedPathException if another user may change it
   */
  public Path trustedDirectory(String directory) throws IOException {
    return TrustedPath.directory(root, directory);
  }

  /** The path on the node of a path of this process. */
  public String onNode(Path path) {
    return "/" + root.relativize(path);
  }

  /** Where links of that name lead to on the node. */
  public String realFile(String file) {
    return onNode(resolve(file));
  }

  /** Returns the real path of a file, if only root and the current user can change it. */
  Path trusted(String file) throws IOException {
    return TrustedPath.file(root, file);
  }

  /** Whether a {@code /proc} link points to this very file, and not to another of its name. */
  boolean leadsTo(String link, Path file) throws IOException {
    return Files.isSameFile(inRoot(Path.of(link)), file);
  }

  /** A text that changes whenever a file is replaced; empty if its attributes cannot be read. */
  public String stamp(String file) {
    try {
      return Files.readAttributes(inRoot(Path.of(file)), "unix:dev,ino,size,ctime").toString();
    } catch (IOException _) {
      return "";
    }
  }

  /** The targets of the symbolic links in a directory, as the links have them. */
  public List<String> linksIn(String directory) {
    return list(directory).stream()
        .flatMap(name -> {
          try {
            return Stream.of(Files.readSymbolicLink(inRoot(Path.of(name))).toString());
          } catch (IOException _) {
            return Stream.empty();
          }
        })
        .toList();
  }

  /** Lists the files of a directory in the order of their names, as paths on the node. */
  List<String> list(String directory) {
    try (Stream<Path> inside = Files.list(resolve(directory))) {
      return inside.map(path -> directory + "/" + path.getFileName()).sorted().toList();
    } catch (IOException | InvalidPathException _) {
      return List.of();
    }
  }
}
