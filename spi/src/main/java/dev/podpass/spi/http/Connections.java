// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import dev.podpass.spi.failure.CredentialException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The only way to the network for a provider. One instance serves one pull: it applies the
 * operator's proxies and certificates, one deadline, and all retries.
 *
 * <p>Thread safety: an implementation must allow calls from several threads.
 *
 * @since 0.1
 */
public interface Connections {
  /**
   * Sends a request. It is sent again after a failed connection, a 5xx or a 429 answer, and after
   * each answer that {@code busy} accepts; so it must be idempotent.
   *
   * @param request makes the request for each attempt, such as with another nonce; method and URL
   *     without the query stay
   * @param busy accepts other answers that mean "throttled, try again"
   * @return the last answer, with its whole body of at most 1 MiB: of any status but 3xx, 204, 205
   *     and 206
   * @throws CredentialException if there is no such answer: {@code UNAVAILABLE} if the host cannot
   *     be reached, or answers with a redirect, without a whole body, compressed or with too much;
   *     {@code TRY_AGAIN} if the deadline passed; {@code CONFIGURATION} for a proxy or a
   *     certificate
   */
  HttpResponse send(Supplier<HttpRequest> request, Predicate<HttpResponse> busy);

  /**
   * Sends a request that stays the same in each attempt.
   *
   * @param request the request of every attempt
   * @param busy accepts other answers that mean "throttled, try again"
   * @return the last answer
   */
  default HttpResponse send(HttpRequest request, Predicate<HttpResponse> busy) {
    return send(() -> request, busy);
  }

  /**
   * Sends a request that is retried only by status.
   *
   * @param request the request of every attempt
   * @return the last answer
   */
  default HttpResponse send(HttpRequest request) {
    return send(request, response -> false);
  }

  /**
   * Runs work whose SDK transport gets these connections from {@link #current()}.
   *
   * @param <T> the type of the result
   * @param <X> the type of the exception
   * @param work calls an SDK on the current thread
   * @return the result of the work
   * @throws X as the work does
   */
  default <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(CurrentConnections.VALUE, this).call(work);
  }

  /**
   * {@return the connections of the pull that runs on this thread} For an SDK's transport, because
   * no SDK takes a transport per call.
   */
  static Connections current() {
    return CurrentConnections.VALUE.get();
  }

  /**
   * An error response, thrown by a transport through an SDK. SDKs parse an error's body as the JSON
   * or XML that they expect, lose the status of any other, and retry some requests themselves; this
   * exception passes the response unparsed.
   */
  final class ErrorResponseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponse response;

    /**
     * Creates the exception, whose message is the status.
     *
     * @param response of any status
     */
    public ErrorResponseException(HttpResponse response) {
      super(response.toString());
      this.response = response;
    }

    /**
     * {@return the response in the cause chain of an SDK's exception}
     *
     * @param thrown what the SDK threw
     */
    public static Optional<HttpResponse> in(Throwable thrown) {
      return CredentialException.cause(ErrorResponseException.class, thrown)
          .map(error -> error.response);
    }
  }
}
