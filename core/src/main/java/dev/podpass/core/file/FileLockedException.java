// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The lock of a file could not be taken in time: another process holds it. */
public final class FileLockedException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  FileLockedException(Path file) {
    super(file.toString(), null, "another process has it locked");
  }
}
