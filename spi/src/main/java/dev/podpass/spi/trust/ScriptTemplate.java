// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script template with placeholders such as {@code @ROLE@}. A value must be a plain word, which
 * no shell expands and no program reads as an option, because names come from untrusted sources.
 *
 * @param text the script
 * @since 0.1
 */
public record ScriptTemplate(String text) {
  private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");

  /** A star alone, or after the last colon, is every service account; templates quote it. */
  private static final Pattern PLAIN =
      Pattern.compile("\\*|[A-Za-z0-9_.,:/@+=][A-Za-z0-9_.,:/@+=~-]*(?::\\*)?");

  /** A script that lies beside a class; read it once, into a constant. */
  public static ScriptTemplate beside(Class<?> type, String name) {
    try (InputStream in = type.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(name + " does not lie beside " + type);
      }
      return new ScriptTemplate(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be read", e);
    }
  }

  /** This script, and then another. */
  public ScriptTemplate then(ScriptTemplate other) {
    return new ScriptTemplate(text + other.text);
  }

  /**
   * Replaces each placeholder.
   *
   * @throws CredentialException of kind {@code USAGE} if a value is no plain word
   * @throws IllegalArgumentException if a placeholder has no value
   */
  public String fill(Map<String, String> values) {
    return fill(values, Map.of());
  }

  /**
   * Replaces each placeholder.
   *
   * @param values plain words
   * @param parts what has been made of other templates
   * @throws CredentialException of kind {@code USAGE} if a value is no plain word
   * @throws IllegalArgumentException if a placeholder has no value
   */
  public String fill(Map<String, String> values, Map<String, String> parts) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> {
          String part = parts.get(place.group(1));
          return Matcher.quoteReplacement(part == null ? plain(place.group(1), values) : part);
        });
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
