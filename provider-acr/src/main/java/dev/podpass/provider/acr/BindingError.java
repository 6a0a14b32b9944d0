// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import java.util.Optional;

/**
 * Parses error responses of the identity binding endpoint. Their format is not documented: a {@code
 * Status} of the Kubernetes API, an error of Entra ID that is passed on, and plain text are
 * recognised; of anything else, the status counts.
 */
final class BindingError {
  /** Enough for a sentence; a longer text is not written for an operator. */
  private static final int MAX_TEXT = 2_000;

  private BindingError() {}

  /** The error in a response that the call has thrown. */
  static Optional<CloudError> find(ExchangeStep step, Throwable thrown) {
    return ErrorResponseException.in(thrown).map(response -> read(step, response));
  }

  private static CloudError read(ExchangeStep step, HttpResponse response) {
    CloudError error = AzureError.read(step, response);
    return new CloudError(
        step,
        response.status(),
        error.code().or(() -> JsonErrorReader.text(response, "reason")),
        error.message().or(() -> plain(response)),
        error.trace());
  }

  private static Optional<String> plain(HttpResponse response) {
    String type = response.header("Content-Type").orElse("");
    return Optional.of(response.text())
        .filter(text -> type.startsWith("text/plain"))
        .filter(text -> !text.isBlank() && text.length() <= MAX_TEXT);
  }
}
