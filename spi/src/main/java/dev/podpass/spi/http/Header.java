// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

/**
 * A header field. Its value may be a secret, so it does not print it.
 *
 * @param name compared without regard to case
 * @param value as it goes over the wire
 * @since 0.1
 */
public record Header(String name, String value) {
  @Override
  public String toString() {
    return name;
  }
}
