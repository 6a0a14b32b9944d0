// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The reason of an I/O error in the operating system's words, not by the name of a class. */
public final class IoReason {
  private IoReason() {}

  /** Returns the reason without the file's name. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      // An exception of open has the reason in a field, one of write in its message.
      case FileSystemException failure -> orName(failure.getReason(), e);
      default -> orName(e.getMessage(), e);
    };
  }

  /** Returns the reason behind the file's name, where the error names one. */
  public static String withFile(IOException e) {
    return e instanceof FileSystemException failure && failure.getFile() != null
        ? failure.getFile() + ": " + of(e)
        : of(e);
  }

  private static String orName(@Nullable String reason, IOException e) {
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
