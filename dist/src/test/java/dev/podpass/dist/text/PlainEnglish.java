// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.util.regex.Pattern;

/** The terms that messages, pages and comments must not contain. */
final class PlainEnglish {
  private static final String TERMS =
      "mend(s|ed)?|somebody|nobody|anybody|everybody|whoever|tells?|told|folder|somewhere|may be had"
          + "|(?<!there )(is|are) none";

  private static final Pattern IN_COMMENTS =
      forbidden("nothing but|good for|what (comes|came) of|has to say|says of itself");

  private static final Pattern ELSEWHERE =
      forbidden(
          "there (is|are) none|(?<!there )is no (?!longer)|not asked|otherwise than|counts? more"
              + "|supposed");

  private PlainEnglish() {}

  private static Pattern forbidden(String more) {
    return Pattern.compile("(?i)\\b(" + TERMS + "|" + more + ")\\b");
  }

  static boolean isBroken(String text) {
    return ELSEWHERE.matcher(text).find();
  }

  static boolean isBrokenComment(String text) {
    return IN_COMMENTS.matcher(text).find();
  }
}
