// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What an AWS service said instead of an answer.
 *
 * @param operation what was asked for
 * @param endpoint who was asked
 * @param status the HTTP status
 * @param code the service's error code, if it gave one
 * @param message the service's words, if it gave any
 * @param requestId what AWS support asks for, if there is one
 */
record AwsError(
    String operation,
    URI endpoint,
    int status,
    @Nullable String code,
    @Nullable String message,
    @Nullable String requestId) {

  boolean says(String words) {
    return message != null && message.contains(words);
  }

  @Override
  public String toString() {
    String said = code == null ? "HTTP " + status : code + " (HTTP " + status + ")";
    return said
        + (message == null ? "" : ": " + message)
        + (requestId == null ? "" : ", request id " + requestId);
  }
}
