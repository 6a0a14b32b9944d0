// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import java.util.Optional;

/** How an entry is bound to the name of its file, and perhaps encrypted. */
sealed interface Sealing permits DigestSealing, AesGcmSealing {
  /**
   * The bytes of a file.
   *
   * @param name the file's, so that no entry passes for another
   */
  byte[] seal(String name, byte[] entry);

  /** The entry in a file; empty if it was sealed otherwise or for another name, or is damaged. */
  Optional<byte[]> open(String name, byte[] file);
}
