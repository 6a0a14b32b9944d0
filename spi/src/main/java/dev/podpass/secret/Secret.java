// SPDX-License-Identifier: Apache-2.0
package dev.podpass.secret;

/**
 * A token, password or key. It never prints itself; whoever needs the value says {@link #reveal()}.
 *
 * <p>Two secrets are equal only if they are the same object: comparing values is the business of
 * whoever verifies them.
 *
 * @since 0.1
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a value.
   *
   * @throws IllegalArgumentException if the value is empty: an empty secret is a fault upstream
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("secret is empty");
    }
    return new Secret(value);
  }

  /** The value itself. Every call is a place to review. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
