// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.file.DurableFile;
import dev.podpass.admin.text.IoReason;
import dev.podpass.admin.text.SmallFile;
import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Updates a configuration file under a lock: reads, changes and atomically replaces it, and keeps a
 * backup.
 */
public final class ConfigFileUpdate {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private ConfigFileUpdate() {}

  /**
   * Replaces the file, following symbolic links, and keeps a backup of it, if there was one, under
   * a name that ends in {@code .bak}, which kubelet does not read.
   *
   * @param change makes the new text of the old one; empty to leave the file unchanged
   */
  public static Optional<Path> change(
      Path named, Instant now, UnaryOperator<Optional<String>> change) {
    try {
      Path file = file(named);
      return LockedFile.whileLockedOnce(
          file,
          PATIENCE,
          held -> {
            Optional<byte[]> before = held.read(SmallFile.MAX_BYTES);
            Optional<String> after =
                change.apply(
                    before.isPresent()
                        ? Optional.of(SafeFile.utf8(before.get()))
                        : Optional.empty());
            return after.isPresent()
                ? DurableFile.replace(
                    held,
                    before,
                    after.get().getBytes(UTF_8),
                    Optional.of(file.getFileName() + "." + STAMP.format(now)),
                    Optional.empty())
                : Optional.empty();
          });
    } catch (IOException e) {
      String reason = IoReason.of(e);
      throw new CredentialException(
              Kind.USAGE, named + " cannot be written (" + reason + ")", hint(reason))
          .causedBy(e);
    }
  }

  private static Path file(Path named) throws IOException {
    if (Files.exists(named)) {
      return named.toRealPath();
    }
    if (Files.isSymbolicLink(named)) {
      throw new FileSystemException(named.toString(), null, "it is a dangling link");
    }
    return named.toAbsolutePath();
  }

  /** The kernel's own error text. */
  private static String hint(String reason) {
    return switch (reason) {
      case "Device or resource busy" ->
          "it is mounted by itself: merge the file that is mounted there";
      case "Operation not permitted" -> "it or its directory may be immutable: see lsattr";
      case "no such file or directory" -> "create the directory, or correct its name";
      case "No space left on device", "Disk quota exceeded" -> "make room for two copies of it";
      case "Read-only file system" -> "merge the file that this file system was made of";
      default ->
          "make the file and its directory writable, and remove other hard links to the file";
    };
  }
}
