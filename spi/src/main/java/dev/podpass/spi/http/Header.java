// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

/**
 * A header field. Its value may be a secret, so {@code toString} omits it.
 *
 * @param name case-insensitive
 * @param value as it is sent
 * @since 0.1
 */
public record Header(String name, String value) {
  @Override
  public String toString() {
    return name;
  }
}
