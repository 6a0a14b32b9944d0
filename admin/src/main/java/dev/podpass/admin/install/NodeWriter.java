// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.file.DurableEntry;
import dev.podpass.admin.file.DurableFile;
import dev.podpass.admin.install.Action.NewText;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.admin.state.StateStore;
import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.UnixAttributes;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Changes single files of a node. Each is on the disk when a method returns.
 *
 * @param files of the node
 * @param store has the copies of texts that may have to be restored
 */
record NodeWriter(NodeFiles files, StateStore store) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_CONFIG = 1 << 20;
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  /**
   * Where a path of the node is in this process's file system: no link leads out of the node's
   * root.
   *
   * @throws IOException if another user can change a directory on the way
   */
  Path place(String path) throws IOException {
    Path named = Path.of(path).normalize();
    return files
        .trustedDirectory(String.valueOf(named.getParent()))
        .resolve(String.valueOf(named.getFileName()));
  }

  /** Finds the place of a path; empty if a directory on the way does not exist. */
  Optional<Path> existing(String path) throws IOException {
    try {
      return Optional.of(place(path));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  void directory(String path) throws IOException {
    DurableEntry.directory(place(path));
  }

  void link(String path, String target) throws IOException {
    DurableEntry.link(place(path), Path.of(target));
  }

  /** Copies a program; false if the trial does not want it. */
  boolean program(String path, Path source, DurableEntry.Trial trial) throws IOException {
    return DurableEntry.install(source, place(path), PROGRAM, trial);
  }

  /** A directory that has become useful to others stays. */
  void remove(String path) throws IOException {
    try {
      DurableEntry.remove(place(path));
    } catch (DirectoryNotEmptyException _) {
      return;
    }
  }

  /** Takes the right to write from all but root. */
  void secure(String path) throws IOException {
    Path file = place(path);
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    mode.removeAll(OF_OTHERS);
    if (!UnixAttributes.of(file).ownerIsTrusted()) {
      Files.setAttribute(file, "unix:uid", 0, LinkOption.NOFOLLOW_LINKS);
    }
    Files.setPosixFilePermissions(file, mode);
  }

  /** Keeps a text with the attributes of a file: the file itself if that is its content. */
  void keep(String path, String text) throws IOException {
    Path file = place(path);
    Snapshot wanted = Snapshot.ofText(Optional.of(text));
    if (wanted instanceof Snapshot.Regular same && wanted.equals(Snapshot.of(file))) {
      store.keep(file, same);
    } else {
      store.keep(file, text);
    }
  }

  /**
   * Replaces kubelet's configuration, under the lock of {@code config merge}, which an operator may
   * run at the same time.
   *
   * @param before the text that it must still have
   * @throws FileSystemException if it has another by now
   */
  void config(String path, Optional<String> before, NewText text) throws IOException {
    Optional<byte[]> expected = before.map(it -> it.getBytes(UTF_8));
    Path file = place(path);
    LockedFile.whileLockedOnce(
        file,
        PATIENCE,
        held -> {
          requireSame(file, held.read(MAX_CONFIG), expected);
          switch (text) {
            case NewText.Written(String written) ->
                DurableFile.replace(held, expected, written.getBytes(UTF_8), Optional.empty());
            case NewText.Restored(Snapshot.Regular copy, String _) ->
                DurableFile.restore(held, expected, store.kept(copy));
            case NewText.Gone _ -> DurableEntry.remove(file);
          }
          return Optional.empty();
        });
  }

  private static void requireSame(Path file, Optional<byte[]> now, Optional<byte[]> expected)
      throws IOException {
    if (now.isPresent() != expected.isPresent()
        || (now.isPresent() && !Arrays.equals(now.get(), expected.orElseThrow()))) {
      throw new FileSystemException(
          file.toString(), null, "another program changed it at the same time");
    }
  }

  /** Removes what a killed process left beside a path. */
  void sweep(String path) throws IOException {
    Optional<Path> place = existing(path);
    if (place.isPresent()) {
      DurableEntry.sweep(place.get());
    }
  }

  /** Removes what a killed process left of kubelet's configuration, and its lock. */
  void sweepConfig(String path) throws IOException {
    sweep(path);
    Optional<Path> place = existing(path);
    if (place.isPresent() && LockedFile.hasLock(place.get())) {
      LockedFile.whileLockedOnce(place.get(), PATIENCE, _ -> Optional.empty());
    }
  }
}
