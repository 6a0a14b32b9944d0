// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.file.DurableEntry;
import dev.podpass.core.file.FileLockedException;
import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.Sha256;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory that holds the state of a node, and copies of texts that may have to be restored.
 *
 * @param directory its place in this process's file system; only root can change its parents
 */
public record StateStore(Path directory) {
  private static final int MAX_BYTES = 1 << 20;
  private static final String KEPT = "kept-";
  private static final int DIGITS = 32;
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY_MODE =
      PosixFilePermissions.fromString("rwx------");

  /** Work that runs while no other process changes the node. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * The state that was found.
   *
   * @param state as it was saved; that of a new node if nothing was saved or it cannot be believed
   * @param loss why it cannot be believed
   */
  public record Loaded(NodeState state, Optional<String> loss) {}

  /**
   * Does something while no other podpass changes this node. The lock is beside the directory,
   * which may be removed meanwhile.
   *
   * @param patience how long to wait for another
   * @throws CredentialException of kind {@code TRY_AGAIN} if another is at work for longer
   */
  public <T> T whileLocked(Duration patience, Work<T> work) throws IOException {
    try {
      return LockedFile.whileLockedOnce(directory, patience, _ -> work.run());
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
   * @throws CredentialException of kind {@code CONFIGURATION} if another user can change it
   */
  public Loaded load() throws IOException {
    requireOwn();
    try {
      return new Loaded(StateFile.read(SafeFile.read(file(), MAX_BYTES)), Optional.empty());
    } catch (NoSuchFileException _) {
      return new Loaded(NodeState.NEW, Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Loaded(NodeState.NEW, Optional.of(file() + ": " + e.getMessage()));
    }
  }

  /** What another user can write would decide what root does. */
  private void requireOwn() throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    UnixAttributes attributes = UnixAttributes.of(directory);
    if (!attributes.directory() || attributes.changeableByOthers()) {
      throw untrusted(directory);
    }
    try {
      UnixAttributes state = UnixAttributes.of(file());
      if (!state.regularFile() || state.links() != 1 || state.changeableByOthers()) {
        throw untrusted(file());
      }
    } catch (NoSuchFileException _) {
      // Nothing was saved.
    }
  }

  private static CredentialException untrusted(Path path) {
    return new CredentialException(
        Kind.CONFIGURATION,
        path + " is not a state that podpass wrote: another user can change it, or it is a link",
        "set --state-dir to a directory that only root can write to, or remove it");
  }

  /** Writes it to the disk. */
  public void save(NodeState state) throws IOException {
    makeDirectory();
    DurableEntry.write(file(), StateFile.write(state).getBytes(UTF_8), MODE);
  }

  private void makeDirectory() throws IOException {
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
  }

  /**
   * Writes the account of the last pass.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if another user can change it
   */
  public void saveLastPass(byte[] json) throws IOException {
    requireOwn();
    makeDirectory();
    SafeFile.replace(lastPass(), json, MODE);
  }

  /** Where the copy of a file with that content is; a whole digest would be masked in messages. */
  public Path kept(Snapshot.Regular content) {
    return directory.resolve(name(content));
  }

  private static String name(Snapshot.Regular content) {
    return KEPT + content.sha256().substring(0, DIGITS);
  }

  /** The texts of all copies that still have their content, by that. */
  public Map<Snapshot, String> copies() throws IOException {
    Map<Snapshot, String> copies = new HashMap<>();
    for (Path file : files()) {
      if (file.getFileName().toString().startsWith(KEPT)
          && Snapshot.of(file) instanceof Snapshot.Regular content
          && file.equals(kept(content))) {
        copies.put(content, new String(SafeFile.read(file, MAX_BYTES), UTF_8));
      }
    }
    return copies;
  }

  /** Keeps a copy of a file, its attributes too. */
  public void keep(Path file, Snapshot.Regular content) throws IOException {
    makeDirectory();
    DurableEntry.copy(file, kept(content));
  }

  /** Keeps a text as the content of a file whose attributes another one has. */
  public void keep(Path attributes, String text) throws IOException {
    makeDirectory();
    DurableEntry.copyWith(
        attributes, kept(new Snapshot.Regular(Sha256.of(text))), text.getBytes(UTF_8));
  }

  /** Removes copies that a state does not need, and what a killed process left. */
  public void sweep(NodeState state) throws IOException {
    List<String> needed =
        Stream.concat(
                state.installed().flatMap(it -> it.config().original()).stream(),
                state.proven().map(NodeState.Proven::text).stream())
            .filter(Snapshot.Regular.class::isInstance)
            .map(content -> name((Snapshot.Regular) content))
            .toList();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.startsWith(SafeFile.TEMPORARY)
          || (name.startsWith(KEPT) && !needed.contains(name))) {
        DurableEntry.remove(file);
      }
    }
  }

  /**
   * Removes all that podpass made in the directory, the state first, and the directory if it can.
   */
  public void remove() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    DurableEntry.remove(file());
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.startsWith(KEPT) || name.startsWith(SafeFile.TEMPORARY) || file.equals(lastPass())) {
        Files.deleteIfExists(file);
      }
    }
    try {
      DurableEntry.remove(directory);
    } catch (DirectoryNotEmptyException _) {
      return; // Another program's files are in it.
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
