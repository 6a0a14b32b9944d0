// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.file.DurableEntry;
import dev.podpass.file.DurableFile;
import dev.podpass.file.LockedFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes single steps on a node, and takes them back. Each is on the disk when it returns, and may
 * be repeated.
 *
 * @param root of the node in this process's file system
 * @param store has the copies of what was there
 */
public record NodeWriter(Path root, StateStore store) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Where a path of the node is in this process's file system. */
  public Path place(String path) {
    return root.resolve(path.substring(1));
  }

  /** Keeps what the steps are about to replace. */
  public void keep(List<Step> steps) throws IOException {
    for (Step step : steps) {
      if (step.before() instanceof Snapshot.Regular before) {
        store.keep(place(step.path()), before);
      }
    }
  }

  /**
   * Makes a step.
   *
   * @throws FileSystemException if something else is there by now than the step expects
   */
  public void make(Step step, Content content) throws IOException {
    Path path = place(step.path());
    if (!Snapshot.of(path).equals(step.before())) {
      throw changed(path);
    }
    put(path, step.after(), content);
    if (step.after() instanceof Snapshot.Regular && !Snapshot.of(path).equals(step.after())) {
      throw new FileSystemException(path.toString(), null, "its checksum is wrong after copying");
    }
  }

  /**
   * Takes steps back, the last first; those that were not made are passed over.
   *
   * @return the paths that another program has changed since, and that are left as they are
   */
  public List<String> takeBack(List<Step> steps, Checkpoint checkpoint) throws IOException {
    List<String> left = new ArrayList<>();
    for (Step step : steps.reversed()) {
      Path path = place(step.path());
      DurableEntry.sweep(path);
      Snapshot now = Snapshot.of(path);
      if (now.equals(step.after())) {
        put(path, step.before(), new Content.Kept());
      } else if (!now.equals(step.before())) {
        left.add(step.path());
      }
      checkpoint.passed("take back " + step.path());
    }
    return left;
  }

  private void put(Path path, Snapshot wanted, Content content) throws IOException {
    switch (wanted) {
      case Snapshot.Absent _ -> remove(path);
      case Snapshot.Link link -> DurableEntry.link(path, Path.of(link.target()));
      case Snapshot.Directory _ -> DurableEntry.directory(path);
      case Snapshot.Regular regular -> file(path, regular, content);
      case Snapshot.Other _ -> throw new FileSystemException(path.toString(), null, "not a file");
    }
  }

  private void file(Path path, Snapshot.Regular wanted, Content content) throws IOException {
    switch (content) {
      case Content.Program program ->
          DurableEntry.install(
              program.source(), path, PosixFilePermissions.fromString("rwxr-xr-x"));
      case Content.Text text -> replace(path, text.text().getBytes(UTF_8));
      case Content.Kept _ -> DurableEntry.copy(store.kept(wanted), path);
    }
  }

  /** Under the lock of {@code config merge}, which an operator may run at the same time. */
  private static void replace(Path path, byte[] content) throws IOException {
    LockedFile.whileLockedOnce(
        path,
        PATIENCE,
        held -> {
          Optional<byte[]> before = held.read(Integer.MAX_VALUE - 1);
          return DurableFile.replace(held, before, content, Optional.empty());
        });
  }

  /** A directory that has become useful to others stays. */
  private static void remove(Path path) throws IOException {
    try {
      DurableEntry.remove(path);
    } catch (DirectoryNotEmptyException _) {
      return;
    }
  }

  private static FileSystemException changed(Path path) {
    return new FileSystemException(
        path.toString(), null, "another program changed it at the same time");
  }

  /** What is there now, of the files that podpass has put there. */
  public Snapshot now(String path, Optional<OwnedFile> owned) throws IOException {
    Path place = place(path);
    return owned.isPresent() ? owned.get().now(place) : Snapshot.of(place);
  }

  /** The manifest with the stamps that its files have now. */
  public Installed stamped(Installed manifest) throws IOException {
    Map<String, OwnedFile> files = new LinkedHashMap<>();
    for (var file : manifest.files().entrySet()) {
      files.put(file.getKey(), OwnedFile.at(place(file.getKey()), file.getValue().is()));
    }
    return manifest.with(files);
  }

  /** Whether it is a shorter copy of a file, as a power cut or a full disk leaves one. */
  public boolean isCutOff(String path, Path source) throws IOException {
    Path place = place(path);
    if (!Files.isRegularFile(place) || Files.size(place) >= Files.size(source)) {
      return false;
    }
    long same = Files.mismatch(place, source);
    return same == Files.size(place);
  }
}
