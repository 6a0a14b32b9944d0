// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The form of an identity's name at a registry.
 *
 * @param what the name is of, with its article
 * @param form the whole name
 * @param hint what it looks like
 */
record NameForm(String what, Pattern form, String hint) implements Function<String, String> {
  /**
   * Requires the form of a text.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it has another
   */
  @Override
  public String apply(String text) {
    if (!form.matcher(text).matches()) {
      throw new CredentialException(
          Kind.CONFIGURATION, "\"%s\" is not %s".formatted(text, what), hint);
    }
    return text;
  }
}
