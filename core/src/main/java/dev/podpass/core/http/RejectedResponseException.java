// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.IOException;

/** A response that is rejected: a redirect, too large, or not HTTP. A retry would not help. */
final class RejectedResponseException extends IOException {
  private static final long serialVersionUID = 1L;

  RejectedResponseException(String what) {
    super(what);
  }

  RejectedResponseException(String what, Exception cause) {
    super(what, cause);
  }
}
