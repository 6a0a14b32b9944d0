// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of single flight, which one process holds at a time: a lock on one byte of a file, which
 * the kernel releases when a process dies.
 */
final class SingleFlightLock implements AutoCloseable {
  static final String FILE = ".locks";

  private final FileChannel file;
  private final long position;
  private @Nullable FileLock lock;

  private SingleFlightLock(FileChannel file, long position) {
    this.file = file;
    this.position = position;
  }

  static SingleFlightLock of(CacheKey key, PrivateDirectory directory) throws IOException {
    return new SingleFlightLock(directory.lockFile(FILE), key.position());
  }

  /** Tries to take the lock. */
  boolean take() throws IOException {
    lock = SafeFile.tryLock(file, position, 1, false);
    return lock != null;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // The kernel releases the lock at the end of the process at the latest.
    }
  }
}
