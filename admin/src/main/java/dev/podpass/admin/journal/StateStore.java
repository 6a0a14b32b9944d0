// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.file.DurableEntry;
import dev.podpass.file.FileLockedException;
import dev.podpass.file.LockedFile;
import dev.podpass.file.SafeFile;
import dev.podpass.file.Sha256;
import dev.podpass.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory that holds the state of a node, and copies of the files that may have to be put
 * back.
 *
 * @param directory its place in this process's file system
 */
public record StateStore(Path directory) {
  private static final int MAX_BYTES = 1 << 20;
  private static final String KEPT = "kept-";
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY_MODE =
      PosixFilePermissions.fromString("rwx------");

  /** What is done while no other process changes the node. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Does something while no other podpass changes this node.
   *
   * @param patience how long to wait for another
   * @throws CredentialException of kind {@code TRY_AGAIN} if another is at work for longer
   */
  public <T> T whileLocked(Duration patience, Work<T> work) throws IOException {
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
    try {
      return LockedFile.whileLockedOnce(file(), patience, _ -> work.run());
    } catch (FileLockedException _) {
      throw new CredentialException(
          Kind.TRY_AGAIN,
          "another podpass is changing this node, for longer than " + patience.toSeconds() + " s",
          "wait for it, then run this again");
    }
  }

  private Path file() {
    return directory.resolve("state.json");
  }

  /** Where the account of the last pass is, which nothing depends on. */
  public Path lastPass() {
    return directory.resolve("last-pass.json");
  }

  /**
   * The state.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it is not what podpass wrote
   */
  public NodeState load() throws IOException {
    try {
      return StateReader.read(SafeFile.read(file(), MAX_BYTES));
    } catch (NoSuchFileException _) {
      return NodeState.NEW;
    } catch (MalformedJsonException | IllegalArgumentException | DateTimeException e) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          file() + " cannot be read: " + e.getMessage(),
          "remove what podpass put on this node by hand, then " + directory);
    }
  }

  /** Puts it on the disk. */
  public void save(NodeState state) throws IOException {
    DurableEntry.write(file(), StateWriter.json(state).getBytes(UTF_8), MODE);
  }

  /** Where the copy of a file with that content is. */
  public Path kept(Snapshot.Regular content) {
    return directory.resolve(KEPT + content.sha256());
  }

  /** Keeps a copy of a file, its attributes too. */
  public void keep(Path file, Snapshot.Regular content) throws IOException {
    if (!Files.exists(kept(content))) {
      DurableEntry.copy(file, kept(content));
    }
  }

  /** Keeps a text as the content of a file whose attributes another one has. */
  public void keep(Path attributes, String text) throws IOException {
    Path copy = kept(new Snapshot.Regular(Sha256.of(text)));
    if (!Files.exists(copy)) {
      DurableEntry.copyWith(attributes, copy, text.getBytes(UTF_8));
    }
  }

  /** Removes all copies but these. */
  public void keepOnly(Set<Snapshot> needed) throws IOException {
    Set<String> names =
        needed.stream()
            .map(content -> content instanceof Snapshot.Regular it ? KEPT + it.sha256() : "")
            .collect(Collectors.toSet());
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.startsWith(KEPT) && !names.contains(name)) {
        DurableEntry.remove(file);
      }
    }
  }

  /** Removes the directory with all that podpass made in it. */
  public void remove() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    for (Path file : files()) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(directory);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
