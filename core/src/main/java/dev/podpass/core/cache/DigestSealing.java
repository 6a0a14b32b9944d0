// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.file.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Protects entries against damage and renaming with a SHA-256 over name and entry. It does not
 * encrypt: the files are in memory.
 */
record DigestSealing() implements Sealing {
  private static final int LENGTH = 65;

  @Override
  public byte[] seal(String name, byte[] entry) {
    byte[] file = Arrays.copyOf(digest(name, entry), LENGTH + entry.length);
    System.arraycopy(entry, 0, file, LENGTH, entry.length);
    return file;
  }

  @Override
  public Optional<byte[]> open(String name, byte[] file) {
    if (file.length < LENGTH) {
      return Optional.empty();
    }
    byte[] entry = Arrays.copyOfRange(file, LENGTH, file.length);
    boolean whole = MessageDigest.isEqual(digest(name, entry), Arrays.copyOf(file, LENGTH));
    return whole ? Optional.of(entry) : Optional.empty();
  }

  /** Names have the same length, so that name and entry are unambiguous. */
  private static byte[] digest(String name, byte[] entry) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(name.getBytes(UTF_8));
    return (HexFormat.of().formatHex(sha256.digest(entry)) + "\n").getBytes(UTF_8);
  }
}
