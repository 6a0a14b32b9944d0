// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import java.util.regex.Pattern;

/** A user name of a registry. */
final class UserName {
  /** Characters that HTTP Basic authentication can carry: a colon would end the name. */
  private static final Pattern FORM = Pattern.compile("[!-9;-~]{1,255}");

  private UserName() {}

  /**
   * Parses one that an operator or a pod's owner gives.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  static String parse(String text) {
    return OptionText.matching(FORM, text, "must be a user name, without spaces and colons");
  }

  /**
   * Requires one of an answer.
   *
   * @throws MalformedAnswerException if it cannot be one
   */
  static String require(String field, String text) {
    if (!FORM.matcher(text).matches()) {
      throw new MalformedAnswerException(
          "its %s is empty or has characters that are not allowed in a user name".formatted(field));
    }
    return text;
  }
}
