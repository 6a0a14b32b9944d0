// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.http.HttpResponse;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The errors of a cloud: how they are read, which of them are temporary, and what an operator can
 * do. A lambda is enough where errors are JSON as in OAuth and registries.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ErrorFormat {
  /**
   * {@return the advice for an error}
   *
   * @param error what {@link #read} has found
   */
  Advice advise(CloudError error);

  /**
   * {@return a format whose errors are read in another way than as JSON of OAuth and registries}
   *
   * @param reader as {@link #read}
   * @param advice as {@link #advise}
   */
  static ErrorFormat of(
      BiFunction<ExchangeStep, Throwable, Optional<CloudError>> reader,
      Function<CloudError, Advice> advice) {
    return new ErrorFormat() {
      @Override
      public Advice advise(CloudError error) {
        return advice.apply(error);
      }

      @Override
      public Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
        return reader.apply(step, thrown);
      }
    };
  }

  /**
   * {@return the cloud's error, if an exception of a call contains one}
   *
   * @param step the call that failed
   * @param thrown what the call threw, with its causes
   */
  default Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    return JsonErrorReader.OAUTH.read(step, thrown);
  }

  /**
   * {@return whether an answer means "throttled, try again", so that the request is sent again} A
   * failed connection, a status of 429 and of 5xx do so by themselves.
   *
   * @param step the call that is answered
   * @param answer of any status
   */
  default boolean isTemporary(ExchangeStep step, HttpResponse answer) {
    return false;
  }
}
