// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts entries with AES-256-GCM (NIST SP 800-38D), each with a random nonce. The key is kept in
 * memory only: once it is lost, entries on a disk are unreadable.
 */
final class AesGcmSealing {
  static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;

  AesGcmSealing(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("the key is not of 256 bits");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  static byte[] newKey() {
    return random(KEY_BYTES);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /**
   * Returns the bytes of a file.
   *
   * @param name the file's name, so that one entry cannot replace another
   */
  byte[] seal(String name, byte[] entry) {
    byte[] nonce = random(NONCE_BYTES);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(entry);
      byte[] file = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, file, NONCE_BYTES, sealed.length);
      return file;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** The entry in a file; empty if it was sealed differently or for another name, or is damaged. */
  Optional<byte[]> open(String name, byte[] file) {
    if (file.length < NONCE_BYTES) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(file, NONCE_BYTES), name);
      return Optional.of(cipher.doFinal(file, NONCE_BYTES, file.length - NONCE_BYTES));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(UTF_8));
    return cipher;
  }
}
