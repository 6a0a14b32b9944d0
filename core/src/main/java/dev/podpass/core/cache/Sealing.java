// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import java.util.Optional;

/** Binds an entry to the name of its file, and encrypts it where required. */
sealed interface Sealing permits DigestSealing, AesGcmSealing {
  /**
   * Returns the bytes of a file.
   *
   * @param name the file's name, so that one entry cannot replace another
   */
  byte[] seal(String name, byte[] entry);

  /** The entry in a file; empty if it was sealed differently or for another name, or is damaged. */
  Optional<byte[]> open(String name, byte[] file);
}
