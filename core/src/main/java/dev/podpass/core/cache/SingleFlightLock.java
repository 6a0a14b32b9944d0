// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * The locks of single flight: the leader's and that of its successor, each of which one process
 * holds at a time. A lock is on one byte of a file, and the kernel releases it when a process dies.
 */
record SingleFlightLock(FileChannel file, long position) implements AutoCloseable {
  static final String FILE = ".locks";

  static SingleFlightLock of(CacheKey key, PrivateDirectory directory) throws IOException {
    return new SingleFlightLock(directory.lockFile(FILE), key.position());
  }

  /** Tries to take the lock of the leader. */
  boolean take() throws IOException {
    return take(position);
  }

  /** Tries to take the lock of the leader's successor. */
  boolean succeed() throws IOException {
    return take(position + 1);
  }

  private boolean take(long at) throws IOException {
    return SafeFile.tryLock(file, at, 1, false) != null;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // The kernel releases them at the end of the process at the latest.
    }
  }
}
