// SPDX-License-Identifier: Apache-2.0
package dev.podpass.token;

/** Why these characters are no service account token, without quoting them. */
final class MalformedTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedTokenException(String message) {
    super(message);
  }
}
