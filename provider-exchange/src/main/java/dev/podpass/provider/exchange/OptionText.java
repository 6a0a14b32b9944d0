// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import java.util.regex.Pattern;

/** The text of an option whose value is a word of one form. */
public final class OptionText {
  private OptionText() {}

  /**
   * Requires the form of a text.
   *
   * @param otherwise what the text must be
   * @throws IllegalArgumentException if it has another form
   */
  public static String matching(Pattern form, String text, String otherwise) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(otherwise);
    }
    return text;
  }
}
