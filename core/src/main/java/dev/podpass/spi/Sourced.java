// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.function.Function;

/**
 * A value, and where it came from.
 *
 * @param value the value
 * @param source as an operator would name it: {@code annotation eks.amazonaws.com/ecr-role-arn},
 *     {@code --ecr-role-arn}
 */
public record Sourced<T>(T value, String source) {
  /** Another value from the same source. */
  public <U> Sourced<U> map(Function<T, U> function) {
    return new Sourced<>(function.apply(value), source);
  }

  @Override
  public String toString() {
    return value + " (" + source + ")";
  }
}
