// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.failure.CredentialException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Makes the calls of one exchange, and turns what they throw into the failure of the exchange. It
 * knows what an error needs to be explained, so that the calls do not.
 *
 * @since 0.1
 */
public final class CloudCalls {
  private final ErrorReader reader;
  private final Function<CloudError, CredentialException> failures;

  /** Reads a cloud's error out of what a call has thrown. */
  @FunctionalInterface
  public interface ErrorReader {
    /** The cloud's error, if the cloud gave one. */
    Optional<CloudError> read(ExchangeStep step, Throwable thrown);
  }

  /**
   * The calls of an exchange.
   *
   * @param reader reads the cloud's errors
   * @param failures explains an error to an operator
   */
  public CloudCalls(ErrorReader reader, Function<CloudError, CredentialException> failures) {
    this.reader = reader;
    this.failures = failures;
  }

  /**
   * Makes a call.
   *
   * @param step named by its failure
   * @throws CredentialException what the call throws, or whatever led to it; else the cloud's
   *     error, explained; else that the answer cannot be used
   */
  public <T> T call(ExchangeStep step, Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw CredentialException.in(e)
          .or(() -> reader.read(step, e).map(error -> failures.apply(error).causedBy(e)))
          .orElseGet(() -> CloudError.unusable(step, e));
    }
  }
}
