// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Parses templates by which two service accounts cannot get the same path or role. */
final class Placeholders {
  /** What no name of a namespace, service account or registry contains. */
  private static final Pattern SEPARATOR = Pattern.compile("[^a-z0-9.:\\[\\]-]");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*}");

  private Placeholders() {}

  /**
   * Parses a template.
   *
   * @param examples its placeholders beside namespace and service account
   * @param form parses what a template yields
   * @throws IllegalArgumentException if it is invalid, or two pods could share what it yields
   */
  static IdentityTemplate<String> parse(
      String text, Map<String, String> examples, Function<String, String> form) {
    IdentityTemplate<String> template =
        IdentityTemplate.parse(text, examples, filled -> read(filled, form));
    if (text.contains("{serviceaccount}") && !text.contains("{namespace}")) {
      throw new IllegalArgumentException(
          "must contain {namespace} beside {serviceaccount}: every namespace may have a service"
              + " account of that name");
    }
    String[] between = PLACEHOLDER.split(text, -1);
    for (int i = 1; i < between.length - 1; i++) {
      if (!SEPARATOR.matcher(between[i]).find()) {
        throw new IllegalArgumentException(
            "must have / or _ between placeholders: with \""
                + between[i]
                + "\" between them, two"
                + " service accounts can get the same");
      }
    }
    return template;
  }

  private static String read(String filled, Function<String, String> form) {
    try {
      return form.apply(filled);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(
          Kind.CONFIGURATION, Redaction.quoted(filled) + " " + e.getMessage());
    }
  }
}
