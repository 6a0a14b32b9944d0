// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.file.DurableFile;
import dev.podpass.file.LockedFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A file of an operator's that is read, changed and replaced while no other podpass does so. */
public final class ConfigFileUpdate {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 1 << 20;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private ConfigFileUpdate() {}

  /** What becomes of a file's text. */
  @FunctionalInterface
  public interface Change {
    /** The text it is to have; nothing if it is to stay as it is. */
    Optional<String> of(Optional<String> before);
  }

  /**
   * Replaces what the name leads to, and keeps what it was.
   *
   * @return the file as it was, if there was one; its name ends in {@code .bak}, which kubelet does
   *     not read
   * @throws CredentialException of kind {@code USAGE} if it is not replaced
   */
  public static Optional<Path> change(Path named, Instant now, Change change) {
    try {
      Path file = file(named);
      return LockedFile.whileLockedOnce(
          file,
          PATIENCE,
          held -> {
            Optional<byte[]> before = held.read(MAX_BYTES);
            Optional<String> after = change.of(before.map(bytes -> new String(bytes, UTF_8)));
            return after.isPresent()
                ? DurableFile.replace(
                    held,
                    before,
                    after.get().getBytes(UTF_8),
                    file.getFileName() + "." + STAMP.format(now))
                : Optional.empty();
          });
    } catch (IOException e) {
      String reason = reason(e);
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

  private static String reason(IOException e) {
    // What opens a file says why in a field, what writes to it in its message.
    String said = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return said == null ? e.getClass().getSimpleName() : said;
  }

  /** What the kernel says is its own text, in its own words. */
  private static String hint(String reason) {
    return switch (reason) {
      case "Device or resource busy" ->
          "it is mounted by itself: merge the file that is mounted there";
      case "Operation not permitted" -> "it or its directory may be immutable: see lsattr";
      case "No space left on device", "Disk quota exceeded" -> "make room for two copies of it";
      case "Read-only file system" -> "merge the file that this file system was made of";
      default ->
          "the file and its directory must be writable, and the file must not have a second hard"
              + " link";
    };
  }
}
