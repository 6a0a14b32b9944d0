// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.util.Map;
import java.util.Optional;

/**
 * An error in the format of Google's REST APIs.
 *
 * @param code the HTTP status
 * @param status the canonical code's name, such as {@code PERMISSION_DENIED}
 * @param info why, for machines
 * @see <a href="https://cloud.google.com/apis/design/errors#http_mapping">error model</a>
 */
record ApiError(int code, String status, String message, Optional<Info> info) {
  /** A {@code google.rpc.ErrorInfo}. */
  record Info(String reason, String domain, Map<String, String> metadata) {}

  static ApiError of(int code, String status, String message) {
    return new ApiError(code, status, message, Optional.empty());
  }

  static ApiError invalid(String message) {
    return of(400, "INVALID_ARGUMENT", message);
  }

  ApiError because(String reason, String domain, Map<String, String> metadata) {
    return new ApiError(code, status, message, Optional.of(new Info(reason, domain, metadata)));
  }
}
