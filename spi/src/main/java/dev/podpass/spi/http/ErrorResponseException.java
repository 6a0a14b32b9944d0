// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import java.util.Optional;

/**
 * A response that is not a success, thrown through an SDK by its transport. SDKs read an error's
 * body as the JSON or XML that they expect, lose the status of any other, and send some requests
 * again by themselves; this passes them unread.
 *
 * @since 0.1
 */
public final class ErrorResponseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpResponse response;

  /** The exception; its message is the status. */
  public ErrorResponseException(HttpResponse response) {
    super(response.toString());
    this.response = response;
  }

  /** The response among what led to an exception of an SDK. */
  public static Optional<HttpResponse> in(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ErrorResponseException error) {
        return Optional.of(error.response);
      }
    }
    return Optional.empty();
  }
}
