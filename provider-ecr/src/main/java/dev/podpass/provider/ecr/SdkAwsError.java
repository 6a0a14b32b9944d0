// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.imds.Ec2MetadataClientException;

/** Converts an exception of the AWS SDK to a {@link CloudError}. */
final class SdkAwsError {
  private SdkAwsError() {}

  /** The error that a call of the SDK has thrown. */
  static Optional<CloudError> find(ExchangeStep step, Throwable thrown) {
    return switch (thrown) {
      case AwsServiceException e -> Optional.of(of(step, e));
      case Ec2MetadataClientException e -> Optional.of(bare(step, e.statusCode()));
      default -> ErrorResponseException.in(thrown).map(response -> bare(step, response.status()));
    };
  }

  private static CloudError of(ExchangeStep step, AwsServiceException e) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
    return new CloudError(
        step,
        e.statusCode(),
        details.map(AwsErrorDetails::errorCode),
        details.map(AwsErrorDetails::errorMessage),
        Optional.ofNullable(e.requestId()).map(id -> "request id " + id));
  }

  /** Instance metadata reports only a status. */
  private static CloudError bare(ExchangeStep step, int status) {
    return new CloudError(step, status, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
