// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 digests.
 *
 * @since 0.1
 */
public final class Sha256 {
  private static final int BUFFER = 64 << 10;

  /** Found once, in a native image while that is built: its class is loaded by reflection. */
  private static final MessageDigest FRESH = found();

  private Sha256() {}

  /**
   * {@return the digest of a file's content, in hexadecimal digits}
   *
   * @param file a regular file of any size
   * @throws IOException if the file cannot be read
   */
  public static String of(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * {@return the digest of a text in UTF-8, in hexadecimal digits}
   *
   * @param text may be empty
   */
  public static String of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /**
   * {@return the digest of some bytes, in hexadecimal digits}
   *
   * @param content may be empty
   */
  public static String of(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  /**
   * {@return ten digits of the digest of texts, for names that must differ where what they stand
   * for differs}
   *
   * @param texts without line breaks; their order counts
   */
  public static String brief(String... texts) {
    return of(String.join("\n", texts)).substring(0, 10);
  }

  /**
   * {@return a text, cut to a length with a dot and eight digits of the digest of the whole}
   *
   * @param whole cut only if it is longer
   * @param length the maximum number of characters, at least 10
   */
  public static String cut(String whole, int length) {
    return whole.length() <= length
        ? whole
        : whole.substring(0, length - 9) + "." + brief(whole).substring(0, 8);
  }

  /** {@return a new digest, to be updated} */
  public static MessageDigest digest() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException _) { // It depends on the provider.
      return found();
    }
  }

  private static MessageDigest found() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
