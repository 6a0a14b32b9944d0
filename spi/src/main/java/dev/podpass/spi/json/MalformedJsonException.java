// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.json;

/**
 * The input is not exactly one JSON object. The message gives the reason without quoting the input.
 *
 * @since 0.1
 */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message);
  }
}
