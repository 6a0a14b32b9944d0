// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.io.IOException;

/** A response that is rejected: a redirect, too large, or not HTTP. A retry would not help. */
final class UnusableAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableAnswerException(String what) {
    super(what);
  }

  UnusableAnswerException(String what, Exception cause) {
    super(what, cause);
  }
}
