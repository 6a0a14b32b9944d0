// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.failure.CredentialException;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.token.UnverifiedClaims;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Makes the calls of a plan, and our failures of what is thrown.
 *
 * @param plan what is to be done
 * @param claims for whom
 */
record AzureCall(AcrPlan plan, Optional<UnverifiedClaims> claims) {

  /** Makes a call; what it throws is told as the failure of this step. */
  <T> T of(ExchangeStep step, Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw CredentialException.in(e)
          .or(() -> refusal(e).map(response -> failure(step, response)))
          .orElseGet(() -> CloudError.unusable(step, e));
    }
  }

  CredentialException failure(ExchangeStep step, HttpResponse response) {
    return AcrFailure.of(AzureError.read(step, response), plan, claims);
  }

  private static Optional<HttpResponse> refusal(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedException refused) {
        return Optional.of(refused.response());
      }
    }
    return Optional.empty();
  }
}
