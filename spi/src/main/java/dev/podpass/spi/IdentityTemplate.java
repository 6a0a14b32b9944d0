// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an identity with the placeholders <code>{namespace}</code> and <code>
 * {serviceaccount} </code>, for clusters whose identities follow a naming rule. A name without
 * placeholders applies to every pod.
 *
 * <p>The values come from the token and consist of {@code a-z}, {@code 0-9}, {@code -} and, for a
 * service account, {@code .}: they add no path segment, no {@code @} and no placeholder.
 *
 * @param <T> the identity
 * @since 0.1
 */
public final class IdentityTemplate<T> {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final String NAMESPACE = "namespace";
  private static final String SERVICE_ACCOUNT = "serviceaccount";

  private final String text;
  private final Function<String, T> parser;

  private IdentityTemplate(String text, Function<String, T> parser) {
    this.text = text;
    this.parser = parser;
  }

  /**
   * Parses a template and validates it with example values.
   *
   * @param <T> the identity
   * @param text with or without placeholders
   * @param examples the provider's own placeholders, each with a possible value
   * @param parser parses an identity after the placeholders have been replaced
   * @return the template, whose placeholders are all known
   * @throws IllegalArgumentException if a placeholder is unknown, or the parser rejects the text
   */
  public static <T> IdentityTemplate<T> parse(
      String text, Map<String, String> examples, Function<String, T> parser) {
    IdentityTemplate<T> template = new IdentityTemplate<>(text, parser);
    Map<String, String> values = new HashMap<>(examples);
    values.put(NAMESPACE, "n");
    values.put(SERVICE_ACCOUNT, "s");
    template.requireKnown(values.keySet());
    template.read(values);
    return template;
  }

  private void requireKnown(Set<String> known) {
    PLACEHOLDER
        .matcher(text)
        .results()
        .map(placeholder -> placeholder.group(1))
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              "{%s} is unknown; the placeholders are {%s}"
                  .formatted(name, String.join("}, {", new TreeSet<>(known))));
        });
  }

  /**
   * {@return the identity of a service account}
   *
   * @param namespace the namespace of the service account
   * @param serviceAccount its name
   * @param more values of the provider's own placeholders
   * @throws CredentialException of kind {@code CONFIGURATION} if a placeholder has no value here,
   *     or the parser rejects the result
   */
  public T of(String namespace, String serviceAccount, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put(NAMESPACE, namespace);
    values.put(SERVICE_ACCOUNT, serviceAccount);
    return read(values);
  }

  private T read(Map<String, String> values) {
    return parser.apply(PLACEHOLDER.matcher(text).replaceAll(found -> value(found, values)));
  }

  private static String value(MatchResult found, Map<String, String> values) {
    String value = values.get(found.group(1));
    if (value == null) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          found.group() + " has no value for this image",
          "set a name without it for this registry, in a kubelet entry of its own");
    }
    return Matcher.quoteReplacement(value);
  }

  @Override
  public String toString() {
    return text;
  }
}
