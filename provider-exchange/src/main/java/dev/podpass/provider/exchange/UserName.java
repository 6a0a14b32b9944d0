// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.ProviderOption;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A user name of a registry. */
final class UserName {
  /** Characters that HTTP Basic authentication can carry: a colon would end the name. */
  private static final Pattern FORM = Pattern.compile("[!-9;-~]{1,255}");

  /** Parses one that an operator or a pod's owner gives. */
  static final Function<String, String> PARSER =
      ProviderOption.matching(FORM.pattern(), "must be a user name, without spaces and colons");

  private UserName() {}

  /** Requires one of an answer. */
  static String require(String field, String text) {
    if (!FORM.matcher(text).matches()) {
      throw new MalformedAnswerException(
          "its %s is empty or has characters that are not allowed in a user name".formatted(field));
    }
    return text;
  }
}
