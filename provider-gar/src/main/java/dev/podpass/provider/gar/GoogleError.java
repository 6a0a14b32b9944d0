// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.util.Optional;

/**
 * Parses Google's error responses: of STS as in RFC 6749 section 5.2, of the other APIs as {@code
 * google.rpc.Status}.
 *
 * @see <a href="https://cloud.google.com/apis/design/errors">the error model of Google's APIs</a>
 */
final class GoogleError {
  private GoogleError() {}

  /** The error in a response that a call has thrown. */
  static Optional<CloudError> find(ExchangeStep step, Throwable thrown) {
    return ErrorResponseException.in(thrown).map(response -> read(step, response));
  }

  private static CloudError read(ExchangeStep step, HttpResponse response) {
    try {
      ObjectNode document = StrictJson.object(response.body());
      JsonNode error = document.path("error");
      return error.isObject()
          ? of(step, response, text(error, "status"), text(error, "message"))
          : of(step, response, text(document, "error"), text(document, "error_description"));
    } catch (MalformedJsonException _) {
      return of(step, response, Optional.empty(), Optional.empty());
    }
  }

  private static CloudError of(
      ExchangeStep step, HttpResponse response, Optional<String> code, Optional<String> message) {
    return new CloudError(step, response.status(), code, message, Optional.empty());
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue()).filter(text -> !text.isBlank());
  }
}
