// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.file.DurableEntry;
import dev.podpass.admin.file.DurableFile;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.state.Memory.Part;
import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.LockedFile.LockedException;
import dev.podpass.core.file.SafeFile;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The directory of the memory of a node, which is root's alone, as its parents are. */
public record StateDirectory(Path directory) {
  private static final int MAX_BYTES = 4 << 20;
  private static final String LAST_PASS = "last-pass.json";
  private static final String MADE = "files";
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY_MODE =
      PosixFilePermissions.fromString("rwx------");

  /**
   * Does something while no other podpass changes this node. The lock is beside the directory,
   * which may be removed meanwhile.
   */
  public <T> T whileLocked(LockedFile.Work<T> work) throws IOException {
    try {
      return LockedFile.whileLockedOnce(directory, RestartPolicy.TURN, work);
    } catch (LockedException _) {
      throw new CredentialException(
          Kind.TRY_AGAIN,
          "another podpass is changing this node, for longer than "
              + RestartPolicy.TURN.toSeconds()
              + " s",
          "wait for it, then run this again");
    }
  }

  /** Where the report of the last pass is, which no pass depends on. */
  public Path lastPass() {
    return directory.resolve(LAST_PASS);
  }

  public Memory load() throws IOException {
    requireOwn();
    List<String> losses = new ArrayList<>();
    return new Memory(
        read(File.ORIGINAL, StateFile::original, losses),
        read(File.PENDING, StateFile::pending, losses),
        read(File.GOOD, StateFile::good, losses),
        read(File.FAILED, StateFile::failed, losses),
        losses);
  }

  private Path file(File part) {
    return directory.resolve(part.fileName());
  }

  private <T> Optional<T> read(File part, Function<JsonNode, T> reader, List<String> losses)
      throws IOException {
    Path file = file(part);
    try {
      return Optional.of(StateFile.read(SafeFile.read(file, MAX_BYTES), reader));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      losses.add(file + ": " + e.getMessage());
      return Optional.empty();
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
    for (File each : File.values()) {
      Path name = file(each);
      try {
        UnixAttributes file = UnixAttributes.of(name);
        if (!file.regularFile() || file.links() != 1 || file.changeableByOthers()) {
          throw untrusted(name);
        }
      } catch (NoSuchFileException _) {
        // It was not saved.
      }
    }
  }

  private static CredentialException untrusted(Path path) {
    return new CredentialException(
        Kind.CONFIGURATION,
        path + " is not a state that podpass wrote: another user can change it, or it is a link",
        "set --state-dir to a directory that only root can write to, or remove it");
  }

  /**
   * Keeps kubelet's file as it was, with the owner, mode, times and labels of that file, if any.
   */
  public void save(Original original, Optional<Path> attributes) throws IOException {
    makeDirectory();
    if (attributes.isPresent()) {
      DurableFile.copyWith(attributes.get(), original(), StateFile.write(original));
    } else {
      save(original);
    }
  }

  public Path original() {
    return file(File.ORIGINAL);
  }

  /** Writes a part other than the original to the disk. */
  public void save(Part part) throws IOException {
    makeDirectory();
    DurableEntry.write(file(File.of(part)), StateFile.write(part), MODE);
  }

  public void drop(File... parts) throws IOException {
    for (File part : parts) {
      DurableEntry.remove(file(part));
    }
  }

  private void makeDirectory() throws IOException {
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
  }

  public void saveLastPass(byte[] json) throws IOException {
    requireOwn();
    makeDirectory();
    SafeFile.replace(lastPass(), json, MODE);
  }

  /** The digests and paths of other files that podpass wrote, one a line. */
  public List<String> madeFiles() throws IOException {
    requireOwn();
    try {
      return new String(SafeFile.read(directory.resolve(MADE), MAX_BYTES), UTF_8).lines().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  public void saveMadeFiles(List<String> lines) throws IOException {
    requireOwn();
    makeDirectory();
    DurableEntry.write(
        directory.resolve(MADE), (String.join("\n", lines) + "\n").getBytes(UTF_8), MODE);
  }

  /** Removes what a killed process left. */
  public void sweep() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    for (Path file : SafeFile.list(directory)) {
      if (file.getFileName().toString().startsWith(SafeFile.TEMPORARY)) {
        DurableEntry.remove(file);
      }
    }
  }

  /** Removes all that podpass made in the directory, and the directory if it can. */
  public void remove() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    sweep();
    DurableEntry.remove(lastPass());
    DurableEntry.remove(directory.resolve(MADE));
    drop(File.values());
    try {
      DurableEntry.remove(directory);
    } catch (DirectoryNotEmptyException _) {
      return; // Another program's files are in it.
    }
  }
}
