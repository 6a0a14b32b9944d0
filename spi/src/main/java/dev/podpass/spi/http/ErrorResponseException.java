// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import java.util.Optional;

/**
 * An error response, thrown by a transport through an SDK. SDKs parse an error's body as the JSON
 * or XML that they expect, lose the status of any other, and retry some requests themselves; this
 * exception passes the response unparsed.
 *
 * @since 0.1
 */
public final class ErrorResponseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpResponse response;

  /** Creates the exception; its message is the status. */
  public ErrorResponseException(HttpResponse response) {
    super(response.toString());
    this.response = response;
  }

  /** The response in the cause chain of an SDK's exception. */
  public static Optional<HttpResponse> in(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ErrorResponseException error) {
        return Optional.of(error.response);
      }
    }
    return Optional.empty();
  }
}
