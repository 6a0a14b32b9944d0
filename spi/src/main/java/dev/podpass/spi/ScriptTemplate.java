// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script template with placeholders such as {@code @ROLE@}. A value must be a plain word, which
 * no shell expands and no program reads as an option, because names come from untrusted sources.
 *
 * @since 0.1
 */
public final class ScriptTemplate {
  private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:/@+=][A-Za-z0-9_.,:/@+=~-]*");

  private ScriptTemplate() {}

  /**
   * Replaces each placeholder.
   *
   * @throws IllegalArgumentException if a placeholder has no value
   * @throws IllegalArgumentException if there is no value for a place
   */
  public static String fill(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(plain(place.group(1), values)));
  }

  private static String plain(String name, Map<String, String> values) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value for @" + name + "@");
    }
    if (!PLAIN.matcher(value).matches()) {
      throw new CredentialException(
          Kind.USAGE, "\"" + value + "\" cannot stand in a script", "use plain letters and digits");
    }
    return value;
  }
}
