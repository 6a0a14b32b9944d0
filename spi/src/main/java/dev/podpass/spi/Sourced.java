// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.function.Function;

/**
 * A value with its source.
 *
 * @param value the value
 * @param source in an operator's terms: {@code annotation eks.amazonaws.com/ecr-role-arn}, {@code
 *     --ecr-role-arn}
 * @param <T> the type of the value
 * @since 0.1
 */
public record Sourced<T>(T value, String source) {
  private static final String DEFAULT = "default";
  private static final String ANNOTATION = "annotation ";

  /**
   * {@return the default of an option, which nothing sets}
   *
   * @param <T> the type of the value
   * @param value the default
   */
  public static <T> Sourced<T> byDefault(T value) {
    return new Sourced<>(value, DEFAULT);
  }

  /** A value that the owner of a service account has written. */
  static <T> Sourced<T> byAnnotation(String key, T value) {
    return new Sourced<>(value, ANNOTATION + key);
  }

  /** {@return whether the owner of a service account has written the value} */
  public boolean isByAnnotation() {
    return source.startsWith(ANNOTATION);
  }

  /** {@return whether nothing sets the value} */
  public boolean isDefault() {
    return source.equals(DEFAULT);
  }

  /**
   * {@return another value from the same source}
   *
   * @param <U> the type of the other value
   * @param function makes the other value from this one
   */
  public <U> Sourced<U> map(Function<T, U> function) {
    return new Sourced<>(function.apply(value), source);
  }

  /**
   * Parses the value.
   *
   * @param <U> the type of the parsed value
   * @param parser reads it
   * @return the parsed value, from the same source
   * @throws CredentialException of the parser, with the source of the value; of kind {@code
   *     CONFIGURATION} for an {@link IllegalArgumentException}
   */
  public <U> Sourced<U> read(Function<T, U> parser) {
    try {
      return map(parser);
    } catch (CredentialException e) {
      throw e.blaming(source);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              "%s %s".formatted(Redaction.quoted(value.toString()), e.getMessage()))
          .blaming(source);
    }
  }

  @Override
  public String toString() {
    return value + " (" + source + ")";
  }
}
