// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.failure.Advice;
import java.util.Optional;
import java.util.function.Function;

/** Azure's errors. */
record AzureErrors(Function<CloudError, Advice> advice) implements ErrorFormat {
  @Override
  public Advice advise(CloudError error) {
    return advice.apply(error);
  }

  @Override
  public Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    return AzureError.find(step, thrown);
  }
}
