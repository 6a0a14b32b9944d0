// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import java.util.Optional;

/** How entries are kept from whoever gets hold of their files later. */
sealed interface Sealing permits Sealing.None, AesGcmSealing {
  /**
   * The bytes of a file.
   *
   * @param name the file's, so that no entry passes for another
   */
  byte[] seal(String name, byte[] entry);

  /** The entry in a file; empty if it was sealed otherwise, or damaged. */
  Optional<byte[]> open(String name, byte[] file);

  /** Not at all: the files are in memory, and go with it. */
  record None() implements Sealing {
    @Override
    public byte[] seal(String name, byte[] entry) {
      return entry;
    }

    @Override
    public Optional<byte[]> open(String name, byte[] file) {
      return Optional.of(file);
    }
  }
}
