// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Replaces a file as a whole, so that nobody reads half of it, and keeps what it was. */
final class ReplacedFile {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private ReplacedFile() {}

  /**
   * Writes beside the file, then takes its place, with its owner and permissions.
   *
   * @return the file as it was, if there was one; its name ends in {@code .bak}, which kubelet does
   *     not read
   * @throws CredentialException of kind {@code USAGE} if it cannot be written
   */
  static Optional<Path> write(Path named, String text, Instant now) {
    try {
      Path file = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
      Path fresh = Files.createTempFile(file.getParent(), ".podpass-", ".tmp");
      try {
        Files.writeString(fresh, text);
        Optional<Path> backup =
            Files.exists(file) ? Optional.of(keep(file, now)) : Optional.empty();
        adopt(file, fresh);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return backup;
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new CredentialException(
              Kind.USAGE,
              named + " cannot be written (" + e.getClass().getSimpleName() + ")",
              "it must be yours to write, and its folder too")
          .causedBy(e);
    }
  }

  private static Path keep(Path file, Instant now) throws IOException {
    Path backup = file.resolveSibling(file.getFileName() + "." + STAMP.format(now) + ".bak");
    return Files.copy(
        file, backup, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void adopt(Path file, Path fresh) throws IOException {
    var view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (!Files.exists(file)) {
      view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
      return;
    }
    PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
    view.setPermissions(old.permissions());
    if (!old.owner().equals(view.readAttributes().owner())) {
      view.setOwner(old.owner());
    }
    if (!old.group().equals(view.readAttributes().group())) {
      view.setGroup(old.group());
    }
  }
}
