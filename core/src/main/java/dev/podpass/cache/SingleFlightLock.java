// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/**
 * The right to make one exchange, which one process at a time has: a lock on one byte of a file,
 * which the kernel takes away from whoever dies.
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

  /** Whether it is ours from now on. */
  boolean take() throws IOException {
    try {
      lock = file.tryLock(position, 1, false);
    } catch (OverlappingFileLockException _) {
      lock = null; // Another thread of this process has it.
    }
    return lock != null;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // The kernel lets go of the lock all the same, at the end of the process at the latest.
    }
  }
}
