// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.secret.Secret;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Runs the calls of one exchange and converts what they throw to a {@link
 * dev.podpass.spi.failure.CredentialException} with a hint.
 *
 * @since 0.1
 */
public final class CloudCalls {
  private final ErrorReader reader;
  private final Function<CloudError, CredentialException> failures;
  private final Secret[] sent;

  /** Extracts a cloud's error from an exception. */
  @FunctionalInterface
  public interface ErrorReader {
    /** The cloud's error, if the exception contains one. */
    Optional<CloudError> read(ExchangeStep step, Throwable thrown);
  }

  /**
   * Creates the wrapper for an exchange.
   *
   * @param reader extracts the cloud's errors
   * @param failures explains an error to the operator
   */
  public CloudCalls(ErrorReader reader, Function<CloudError, CredentialException> failures) {
    this(reader, failures, new Secret[0]);
  }

  private CloudCalls(
      ErrorReader reader, Function<CloudError, CredentialException> failures, Secret... sent) {
    this.reader = reader;
    this.failures = failures;
    this.sent = sent.clone();
  }

  /** The same for calls that send these: a server may echo them, and no failure has them. */
  public CloudCalls hiding(Secret... secrets) {
    return new CloudCalls(reader, failures, secrets);
  }

  /**
   * Runs a call.
   *
   * @param step the step, which a failure names
   * @throws CredentialException the one that the call throws or that caused its exception;
   *     otherwise the cloud's error, explained; otherwise that the answer is unusable
   */
  public <T> T call(ExchangeStep step, Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      CredentialException failure =
          CredentialException.in(e)
              .or(() -> reader.read(step, e).map(error -> failures.apply(error).causedBy(e)))
              .orElseGet(() -> CloudError.unusable(step, e));
      throw sent.length == 0 ? failure : failure.hiding(sent);
    }
  }
}
