// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the code of an {@link Exchange} makes its calls with. Every failure becomes a {@link
 * dev.podpass.spi.failure.CredentialException} that names the step and the identity, has the
 * cloud's error code and the provider's advice, and masks the token and each {@link Secret} that
 * was sent. May be used from several threads.
 *
 * @since 0.1
 */
public interface Calls {
  /** {@return the pod's token, validated; the exchange of a node has none} */
  Secret token();

  /** {@return the current time} */
  Instant now();

  /**
   * Sends a request and reads the answer.
   *
   * @param <T> what the reader makes of the answer
   * @param step the step, as the exchange lists it
   * @param request makes the request of each attempt, such as with another nonce; method and URL
   *     without the query stay
   * @param reader reads the answer, whatever its status; what it throws is explained as a failure
   *     of the step: {@link CloudAnswer.MalformedAnswerException} for an answer that differs from
   *     the API's documentation, {@link dev.podpass.spi.http.Connections.ErrorResponseException}
   *     for an error in any response
   * @return what the reader returns
   */
  <T> T read(ExchangeStep step, Supplier<HttpRequest> request, Function<HttpResponse, T> reader);

  /**
   * Sends a request whose answer must have status 200 and be a JSON object.
   *
   * @param step the step, as the exchange lists it
   * @param request makes the request of each attempt
   * @return the object
   */
  default CloudAnswer json(ExchangeStep step, Supplier<HttpRequest> request) {
    return read(step, request, CloudAnswer::of);
  }

  /**
   * Sends a request that stays the same in each attempt, and reads a JSON object.
   *
   * @param step the step, as the exchange lists it
   * @param request the request of every attempt
   * @return the object
   */
  default CloudAnswer json(ExchangeStep step, HttpRequest request) {
    return json(step, () -> request);
  }

  /**
   * Runs a call of an SDK, whose transport sends its requests by {@link
   * dev.podpass.spi.http.Connections#current()}.
   *
   * @param <T> what the SDK returns
   * @param step the step, as the exchange lists it
   * @param call calls the SDK on the current thread
   * @param sent the secrets that the SDK sends, other than the pod's token
   * @return what the SDK returns
   */
  <T> T sdk(ExchangeStep step, Callable<T> call, Secret... sent);
}
