// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.util.regex.Pattern;

/** The words that messages, pages and comments must not contain. */
final class PlainEnglish {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?i)\\b(mend(s|ed)?|somebody|nobody|anybody|everybody|whoever|tells?|told|(is|are)"
              + " none|(?<!there )is no (?!longer)|folder|not asked|somewhere|otherwise than|may be"
              + " had|counts? more|supposed)\\b");

  private static final Pattern FORBIDDEN_IN_COMMENTS =
      Pattern.compile(
          "(?i)\\b(mend(s|ed)?|somebody|nobody|anybody|everybody|whoever|tells?|told"
              + "|(?<!there )(is|are) none|folder|somewhere|may be had|nothing but|good for"
              + "|what (comes|came) of|has to say|says of itself)\\b");

  private PlainEnglish() {}

  static boolean isBroken(String text) {
    return FORBIDDEN.matcher(text).find();
  }

  static boolean isBrokenComment(String text) {
    return FORBIDDEN_IN_COMMENTS.matcher(text).find();
  }
}
