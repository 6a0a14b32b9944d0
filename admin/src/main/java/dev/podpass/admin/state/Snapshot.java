// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import dev.podpass.core.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The entry that a path names at one moment: a file, a link, a directory or nothing. */
public sealed interface Snapshot {
  /** Nothing is there. */
  Snapshot ABSENT = new Absent();

  /** Nothing is there. */
  record Absent() implements Snapshot {
    @Override
    public String toString() {
      return "absent";
    }
  }

  /**
   * A regular file.
   *
   * @param sha256 of its content, in hexadecimal digits
   */
  record Regular(String sha256) implements Snapshot {
    @Override
    public String toString() {
      return "sha256:" + sha256;
    }
  }

  /**
   * A symbolic link.
   *
   * @param target as the link has it
   */
  record Link(String target) implements Snapshot {
    @Override
    public String toString() {
      return "link:" + target;
    }
  }

  /** A directory. */
  record Directory() implements Snapshot {
    @Override
    public String toString() {
      return "directory";
    }
  }

  /** A device, a pipe, a socket: nothing that podpass makes or replaces. */
  record Other() implements Snapshot {
    @Override
    public String toString() {
      return "other";
    }
  }

  /** Looks at what is there now; a link is not followed. */
  static Snapshot of(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return new Link(Files.readSymbolicLink(path).toString());
    }
    if (Files.isDirectory(path)) {
      return new Directory();
    }
    try {
      return FileStamp.of(path).isPresent() ? new Regular(Sha256.of(path)) : new Other();
    } catch (NoSuchFileException _) {
      return ABSENT;
    }
  }

  /** A regular file with this text, or nothing. */
  static Snapshot ofText(Optional<String> text) {
    return text.<Snapshot>map(it -> new Regular(Sha256.of(it))).orElse(ABSENT);
  }

  /** What its {@code toString} wrote. */
  static Snapshot parse(String text) {
    String value = text.substring(text.indexOf(':') + 1);
    return switch (text.substring(0, text.length() - value.length())) {
      case "sha256:" -> new Regular(digest(value));
      case "link:" -> new Link(value);
      default ->
          switch (text) {
            case "absent" -> ABSENT;
            case "directory" -> new Directory();
            default -> new Other();
          };
    };
  }

  private static String digest(String text) {
    if (!text.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a digest in it is malformed");
    }
    return text;
  }
}
