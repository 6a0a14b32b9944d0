// SPDX-License-Identifier: Apache-2.0
package dev.podpass.json;

/**
 * The bytes are not one JSON object; the message says why, without quoting them.
 *
 * @since 0.1
 */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message);
  }
}
