// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.token.UnverifiedClaims;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes our failures of the SDK's.
 *
 * @param plan what was to be done
 * @param claims for whom
 */
record SdkFailures(EcrPlan plan, Optional<UnverifiedClaims> claims) {

  /** Makes a call; what it throws is told as the failure of this operation. */
  <T> T calling(String operation, URI endpoint, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      throw EcrFailure.of(error(operation, endpoint, e), plan, claims).causedBy(e);
    } catch (SdkException e) {
      throw ours(e).orElseGet(() -> unreadable(operation, endpoint).causedBy(e));
    }
  }

  private static AwsError error(String operation, URI endpoint, AwsServiceException e) {
    var details = e.awsErrorDetails();
    return new AwsError(
        operation,
        endpoint,
        e.statusCode(),
        details == null ? null : details.errorCode(),
        details == null ? null : details.errorMessage(),
        e.requestId());
  }

  /** What our own connections threw comes back wrapped. */
  private static Optional<CredentialException> ours(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CredentialException ours) {
        return Optional.of(ours);
      }
    }
    return Optional.empty();
  }

  static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /** An answer of status 200 that is none. */
  static CredentialException unreadable(String operation, URI endpoint) {
    return new CredentialException(
        Kind.UNAVAILABLE,
        operation + " at " + endpoint.getHost() + " gave an answer that cannot be used",
        "something between the node and AWS answers in its place: check the proxy, and the endpoint"
            + " options if there are any");
  }
}
