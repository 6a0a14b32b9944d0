// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.failure.CredentialException;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.MalformedAnswerException;
import dev.podpass.token.UnverifiedClaims;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes our failures of the SDK's.
 *
 * @param plan what was to be done
 * @param claims for whom
 */
record SdkFailures(EcrPlan plan, Optional<UnverifiedClaims> claims) {

  /** Makes a call; what it throws is told as the failure of this step. */
  <T> T calling(ExchangeStep step, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      throw EcrFailure.of(error(step, e), plan, claims).causedBy(e);
    } catch (SdkException | MalformedAnswerException e) {
      throw CredentialException.in(e).orElseGet(() -> CloudError.unusable(step, e));
    }
  }

  private static CloudError error(ExchangeStep step, AwsServiceException e) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
    return new CloudError(
        step,
        e.statusCode(),
        details.map(AwsErrorDetails::errorCode),
        details.map(AwsErrorDetails::errorMessage),
        Optional.ofNullable(e.requestId()).map(id -> "request id " + id));
  }

  static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
