// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ten hexadecimal digits of SHA-256, for names that must differ where what they stand for differs.
 *
 * @since 0.1
 */
public final class ShortHash {
  private static final int BYTES = 5;

  private ShortHash() {}

  /** A text, cut to a length with a dot and eight digits of the hash of the whole. */
  public static String cut(String whole, int length) {
    return whole.length() <= length
        ? whole
        : whole.substring(0, length - 9) + "." + of(whole).substring(0, 8);
  }

  /** The hash of these texts, none of which may contain a line break. */
  public static String of(String... texts) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(String.join("\n", texts).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
