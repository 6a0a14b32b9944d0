// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.file.RootedPath;
import dev.podpass.admin.file.TrustedPath;
import dev.podpass.core.file.FileSystemType;
import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
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

  /** The kernel would follow a loop of links out of the root. */
  private static final Path NOWHERE = Path.of("/dev/null/loop");

  /** The root of the process whose namespaces are entered to run a program on the node. */
  private static final Path OF_FIRST_PROCESS = Path.of("/proc/1/root");

  private final Path root;
  private final Optional<Path> machine;

  private NodeFiles(Path root, Optional<Path> machine) {
    this.root = root;
    this.machine = machine;
  }

  /** Creates one for a root directory; {@code /} is this machine. */
  public static NodeFiles below(Path root) {
    Path directory = root.toAbsolutePath().normalize();
    return new NodeFiles(directory, machineAt(directory));
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
    return Files.isReadable(root.resolve("proc/1/environ"));
  }

  /** Whether the root is {@code /}. */
  public boolean isThisMachine() {
    return root.equals(root.getRoot());
  }

  /**
   * Whether the root is that of a machine which runs. An image has no process, whatever its {@code
   * /proc} pretends, and nothing may be run for it.
   */
  public boolean isRunning() {
    return machine.isPresent();
  }

  /**
   * Returns the real path of a node's file, with each link on the way resolved below the root; for
   * a loop of links, a path where nothing can be.
   */
  public Path resolve(String file) {
    return find(file).orElse(NOWHERE);
  }

  /** Where a path of the node is, with no link on the way followed. */
  public Path unresolved(String path) {
    Path slash = Path.of("/");
    return root.resolve(slash.relativize(slash.resolve(path).normalize()));
  }

  /** Empty if it cannot be a path, or its links are a loop. */
  private Optional<Path> find(String file) {
    try {
      return Optional.of(RootedPath.resolve(root, file));
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /** Where a file is, without the link that it may be. */
  Path place(String file) {
    Path path = Path.of("/", file);
    Path name = path.getFileName();
    return name == null ? root : resolve(String.valueOf(path.getParent())).resolve(name);
  }

  public boolean isThere(String file) {
    return Files.exists(resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  public boolean isDirectory(String file) {
    return Files.isDirectory(resolve(file));
  }

  /** Returns the text of a regular file, if it can be read; cut after 1 MiB. */
  public Optional<String> read(String file) {
    Path path = resolve(file);
    if (!Files.isReadable(path) || !Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(text(path));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Returns the real path of a directory, if only root and the current user can change it. */
  public Path trustedDirectory(String directory) throws IOException {
    return TrustedPath.directory(root, directory);
  }

  /**
   * Where a path of the node is in this process's file system: no link leads out of the node's
   * root.
   */
  public Path trustedPlace(String path) throws IOException {
    return TrustedPath.place(root, Path.of(path).normalize());
  }

  /** The path on the node of a path of this process. */
  public String onNode(Path path) {
    return "/" + root.relativize(path);
  }

  /** The path on the node by which the first process of the node runs this very file. */
  public String runnable(Path program) throws IOException {
    String path = onNode(program);
    if (machine.isEmpty() || !Files.isSameFile(machine.get().resolve(path.substring(1)), program)) {
      throw new FileSystemException(path, null, "the node's first process has another file there");
    }
    return path;
  }

  /** Where links of that name lead to on the node. */
  public String realFile(String file) {
    return find(file).map(this::onNode).orElse(file);
  }

  /** Returns the real path of a file, if only root and the current user can change it. */
  Path trusted(String file) throws IOException {
    return TrustedPath.file(root, file);
  }

  /** Whether a {@code /proc} link points to this very file, and not to another of its name. */
  boolean leadsTo(String link, Path file) throws IOException {
    return Files.isSameFile(place(link), file);
  }

  /** The targets of the symbolic links in a directory, as the links have them. */
  public List<String> linksIn(String directory) {
    return list(directory).stream()
        .flatMap(name -> {
          try {
            return Stream.of(Files.readSymbolicLink(place(name)).toString());
          } catch (IOException _) {
            return Stream.empty();
          }
        })
        .toList();
  }

  List<String> names(String directory) throws IOException {
    return SafeFile.list(resolve(directory)).stream()
        .map(path -> path.getFileName().toString())
        .toList();
  }

  /** The text of a file, of at most 1 MiB. */
  String text(String file) throws IOException {
    return text(resolve(file));
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    }
  }

  /** Lists the files of a directory in the order of their names, as paths on the node. */
  List<String> list(String directory) {
    try {
      return names(directory).stream().map(name -> directory + "/" + name).toList();
    } catch (IOException | InvalidPathException _) {
      return List.of();
    }
  }

  /**
   * The path by which the root of a running machine is seen; empty for an image. A machine runs in
   * a directory that is {@code /} or the root of the node's first process, if its {@code proc} is a
   * mounted file system of processes. No file below the root decides it, because the author of an
   * image has written those.
   */
  private static Optional<Path> machineAt(Path root) {
    try {
      boolean runs = FileSystemType.of(root.resolve("proc")).equals(Optional.of("proc"));
      Path seen = root.equals(root.getRoot()) ? root : OF_FIRST_PROCESS;
      return runs && Files.isSameFile(root, seen) ? Optional.of(seen) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
