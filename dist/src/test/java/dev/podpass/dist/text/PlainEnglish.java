// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.util.regex.Pattern;

/** The words that neither messages nor pages use: people, riddles, and old words. */
final class PlainEnglish {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?i)\\b(mend(s|ed)?|somebody|nobody|anybody|everybody|whoever|tells?|told|(is|are)"
              + " none|(?<!there )is no (?!longer)|folder|not asked|somewhere|otherwise than|may be"
              + " had|counts? more|supposed)\\b");

  private PlainEnglish() {}

  static boolean isBroken(String text) {
    return FORBIDDEN.matcher(text).find();
  }
}
