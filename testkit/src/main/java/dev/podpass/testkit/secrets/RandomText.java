// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.secrets;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;

/** Unpredictable text in the shapes that clouds use for identifiers and secrets. */
public final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private RandomText() {}

  /** Base64, padded, of that many random bytes. */
  public static String base64(int bytes) {
    return Base64.getEncoder().encodeToString(random(bytes));
  }

  /** Base64 for URLs, not padded, of that many random bytes. */
  public static String base64Url(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(bytes));
  }

  /** Upper-case letters and digits, as in AWS's unique identifiers. */
  public static String base32(int length) {
    return RANDOM
        .ints(length, 0, BASE32.length())
        .mapToObj(i -> String.valueOf(BASE32.charAt(i)))
        .collect(Collectors.joining());
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }
}
