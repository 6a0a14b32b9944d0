// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file or link that podpass put on a node.
 *
 * @param snapshot what it put
 * @param next what it is about to put in its place
 * @param stamp the kernel's of a regular file; while it is the same, so is the content
 */
public record OwnedFile(Snapshot snapshot, Optional<Snapshot> next, Optional<String> stamp) {
  /**
   * Returns the current content; unread while the stamp is unchanged.
   *
   * @param known what was there before
   */
  public static OwnedFile at(Path path, Optional<OwnedFile> known) throws IOException {
    Optional<String> stamp = stampOf(path);
    boolean same = stamp.isPresent() && known.flatMap(OwnedFile::stamp).equals(stamp);
    return settled(same ? known.orElseThrow().snapshot() : Snapshot.of(path), stamp);
  }

  private static Optional<String> stampOf(Path path) throws IOException {
    try {
      return FileStamp.of(path);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Creates the record of a file that is about to be created. */
  public static OwnedFile of(Snapshot wanted) {
    return new OwnedFile(wanted, Optional.empty(), Optional.empty());
  }

  /** Returns this record while something else is put in its place. */
  public OwnedFile becoming(Snapshot wanted) {
    return snapshot.equals(wanted)
        ? new OwnedFile(snapshot, Optional.empty(), stamp)
        : new OwnedFile(snapshot, Optional.of(wanted), stamp);
  }

  /** Creates the record of a file that is complete. */
  public static OwnedFile settled(Snapshot wanted, Optional<String> stamp) {
    return new OwnedFile(wanted, Optional.empty(), stamp);
  }

  /** Whether what is there was put there by podpass. */
  public boolean covers(Snapshot now) {
    return snapshot.equals(now) || next.filter(now::equals).isPresent();
  }
}
