// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

/** The text is not a service account token. The message gives the reason without quoting it. */
final class MalformedTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedTokenException(String message) {
    super(message);
  }
}
