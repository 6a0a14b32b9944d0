// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses Azure's error responses: of Entra ID and instance metadata as in RFC 6749 section 5.2, of
 * registries as in the distribution specification.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">error
 *     codes of Entra ID</a>
 */
final class AzureError {
  private static final Pattern AADSTS = Pattern.compile("^(?<code>AADSTS[0-9]+): ");

  /**
   * Ids that Entra ID and the registries also send in fields or headers. A match starts only at the
   * first of several spaces; otherwise a long run would take quadratic time.
   */
  private static final Pattern IDS =
      Pattern.compile(
          "\\.?(?<!\\s)\\s++(?:Trace ID|Correlation ID|CorrelationId|Timestamp):.*",
          Pattern.DOTALL);

  private AzureError() {}

  /** The error in a response that a call has thrown. */
  static Optional<CloudError> find(ExchangeStep step, Throwable thrown) {
    return ErrorResponseException.in(thrown).map(response -> read(step, response));
  }

  static CloudError read(ExchangeStep step, HttpResponse response) {
    CloudError error = JsonErrorReader.OAUTH.read(step, response);
    Matcher numbered = AADSTS.matcher(error.message().orElse(""));
    return new CloudError(
        step,
        response.status(),
        numbered.find() ? Optional.of(numbered.group("code")) : error.code(),
        error.message().map(text -> withoutIds(AADSTS.matcher(text).replaceFirst(""))),
        trace(response));
  }

  private static Optional<String> trace(HttpResponse response) {
    Optional<String> trace =
        JsonErrorReader.text(response, "trace_id")
            .or(() -> response.header("x-ms-request-id"))
            .map(id -> "trace id " + id);
    Optional<String> correlation =
        JsonErrorReader.text(response, "correlation_id")
            .or(() -> response.header("X-Ms-Correlation-Request-Id"))
            .map(id -> "correlation id " + id);
    return trace.map(t -> correlation.map(c -> t + ", " + c).orElse(t)).or(() -> correlation);
  }

  static String withoutIds(String message) {
    return IDS.matcher(message).replaceFirst("");
  }
}
