// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.secret;

/**
 * A token, password or key that never prints its value; {@link #reveal()} returns it.
 *
 * <p>Two secrets are equal only if they are the same object: values are compared only where they
 * are verified.
 *
 * @since 0.1
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * {@return a secret with this value}
   *
   * @param value any text but the empty one
   * @throws IllegalArgumentException if the value is empty, which is a bug of the caller
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("secret is empty");
    }
    return new Secret(value);
  }

  /** {@return the value} Every call needs review. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
