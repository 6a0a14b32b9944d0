// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file or link that podpass put on a node.
 *
 * @param is what it put
 * @param stamp the kernel's of a regular file; while it is the same, so is the content
 */
public record OwnedFile(Snapshot is, Optional<String> stamp) {
  /** What has just been put there. */
  public static OwnedFile at(Path path, Snapshot is) throws IOException {
    return new OwnedFile(
        is, is instanceof Snapshot.Regular ? FileStamp.of(path) : Optional.empty());
  }

  /** What is there now, which is not read if its stamp says that it is still the same. */
  public Snapshot now(Path path) throws IOException {
    boolean untouched =
        is instanceof Snapshot.Regular && stamp.isPresent() && stamp.equals(stampOf(path));
    return untouched ? is : Snapshot.of(path);
  }

  private static Optional<String> stampOf(Path path) {
    try {
      return FileStamp.of(path);
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
