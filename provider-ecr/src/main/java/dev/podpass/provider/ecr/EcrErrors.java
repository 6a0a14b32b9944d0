// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.failure.Advice;
import java.util.Optional;
import java.util.function.Function;

/** AWS's errors, which its SDK has read. */
record EcrErrors(Function<CloudError, Advice> advice) implements ErrorFormat {
  @Override
  public Advice advise(CloudError error) {
    return advice.apply(error);
  }

  @Override
  public Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    return SdkAwsError.find(step, thrown);
  }
}
