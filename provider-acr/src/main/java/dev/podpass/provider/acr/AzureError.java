// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
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
    JsonNode document = document(response);
    JsonNode first = document.path("errors").path(0);
    return first.isObject() ? ofRegistry(step, response, first) : ofEntra(step, response, document);
  }

  /** The document of a response; empty if it has none. */
  static JsonNode document(HttpResponse response) {
    try {
      return StrictJson.object(response.body());
    } catch (MalformedJsonException _) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private static CloudError ofRegistry(ExchangeStep step, HttpResponse response, JsonNode error) {
    return new CloudError(
        step,
        response.status(),
        text(error, "code"),
        text(error, "message").map(AzureError::withoutIds),
        response.header("X-Ms-Correlation-Request-Id").map(id -> "correlation id " + id));
  }

  private static CloudError ofEntra(ExchangeStep step, HttpResponse response, JsonNode document) {
    Optional<String> said = text(document, "error_description");
    Matcher numbered = AADSTS.matcher(said.orElse(""));
    Optional<String> code =
        numbered.find() ? Optional.of(numbered.group("code")) : text(document, "error");
    return new CloudError(
        step,
        response.status(),
        code,
        said.map(text -> withoutIds(AADSTS.matcher(text).replaceFirst(""))),
        trace(document, response));
  }

  private static Optional<String> trace(JsonNode document, HttpResponse response) {
    Optional<String> trace =
        text(document, "trace_id")
            .or(() -> response.header("x-ms-request-id"))
            .map(id -> "trace id " + id);
    Optional<String> correlation =
        text(document, "correlation_id")
            .or(() -> response.header("X-Ms-Correlation-Request-Id"))
            .map(id -> "correlation id " + id);
    return trace.map(t -> correlation.map(c -> t + ", " + c).orElse(t)).or(() -> correlation);
  }

  static String withoutIds(String message) {
    return IDS.matcher(message).replaceFirst("");
  }

  static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue()).filter(text -> !text.isBlank());
  }
}
