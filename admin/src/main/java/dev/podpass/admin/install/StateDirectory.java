// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.file.DurableEntry;
import dev.podpass.admin.file.DurableFile;
import dev.podpass.admin.kubelet.RestartPolicy;
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
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The directory of what podpass remembers of a node, which is root's alone, as its parents are. */
public record StateDirectory(Path directory) {
  private static final int MAX_BYTES = 4 << 20;
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final String NOTE = "note.json";
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY_MODE =
      PosixFilePermissions.fromString("rwx------");

  /** A copy of kubelet's file, with its owner, mode and times. */
  public enum Copy {
    /** Without podpass's entries. */
    ORIGINAL,
    /** What podpass goes back to. */
    BEFORE
  }

  /**
   * Does something while no other podpass changes this node. The lock is beside the directory,
   * which may be removed meanwhile.
   *
   * @param notes is told if another podpass holds the lock
   */
  public <T> T whileLocked(Consumer<String> notes, LockedFile.Work<T> work) throws IOException {
    for (boolean waits = false; ; waits = true) {
      try {
        return LockedFile.whileLockedOnce(directory, waits ? RestartPolicy.TURN : SOON, work);
      } catch (LockedException e) {
        if (!directory.toString().equals(e.getFile())) {
          throw e; // The lock of another file, which the work needs.
        }
        if (waits) {
          throw new CredentialException(
              Kind.TRY_AGAIN,
              "another podpass is changing this node, for longer than "
                  + RestartPolicy.TURN.toSeconds()
                  + " s",
              "wait for it, then run this again");
        }
        notes.accept("waiting for another podpass, which is changing this node");
      }
    }
  }

  /** Reads the note; one that is damaged is none, which is said. */
  public Note load(Consumer<String> losses) throws IOException {
    requireOwn();
    try {
      return NoteFile.read(SafeFile.read(file(NOTE), MAX_BYTES));
    } catch (NoSuchFileException _) {
      return Note.NONE;
    } catch (IllegalArgumentException e) {
      losses.accept(
          "%s: %s; podpass goes on from what is on the node".formatted(file(NOTE), e.getMessage()));
      return Note.NONE;
    }
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  public Path file(Copy copy) {
    return file(copy.name().toLowerCase(Locale.ROOT));
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
    // The copies count only with the digest that the note has of them.
    try {
      UnixAttributes note = UnixAttributes.of(file(NOTE));
      if (!note.regularFile() || note.links() != 1 || note.changeableByOthers()) {
        throw untrusted(file(NOTE));
      }
    } catch (NoSuchFileException _) {
      return; // It was not saved.
    }
  }

  private static CredentialException untrusted(Path path) {
    return new CredentialException(
        Kind.CONFIGURATION,
        path + " is not a state that podpass wrote: another user can change it, or it is a link",
        "set --state-dir to a directory that only root can write to, or remove it");
  }

  public void save(Note note) throws IOException {
    requireOwn();
    makeDirectory();
    DurableEntry.write(file(NOTE), NoteFile.write(note), MODE);
  }

  /** Keeps a text, with the owner, mode, times and labels of a file. */
  public void saveCopy(Copy copy, String text, Path attributes) throws IOException {
    makeDirectory();
    DurableFile.copyWith(attributes, file(copy), text.getBytes(UTF_8));
  }

  public Optional<String> read(Copy copy) throws IOException {
    try {
      return Optional.of(new String(SafeFile.read(file(copy), MAX_BYTES), UTF_8));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private void makeDirectory() throws IOException {
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
  }

  /** Removes what a killed process left. */
  public void sweep() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    for (Path file : SafeFile.list(directory)) {
      if (String.valueOf(file.getFileName()).startsWith(SafeFile.TEMPORARY)) {
        DurableEntry.remove(file);
      }
    }
  }

  /** Removes the copies. */
  public void drop() throws IOException {
    for (Copy copy : Copy.values()) {
      DurableEntry.remove(file(copy));
    }
  }

  /** Removes all that podpass made in the directory, and the directory if it can. */
  public void remove() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    sweep();
    drop();
    DurableEntry.remove(file(NOTE));
    try {
      DurableEntry.remove(directory);
    } catch (DirectoryNotEmptyException _) {
      return; // Another program's files are in it.
    }
  }
}
