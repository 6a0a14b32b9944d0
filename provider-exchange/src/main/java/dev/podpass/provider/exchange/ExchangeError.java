// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses error responses: of OAuth (RFC 6749, 5.2), of registries ({@code errors}), and those with
 * {@code code}, {@code message} or {@code detail} alone.
 */
final class ExchangeError {
  /** An error code of OAuth; a sentence has spaces. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private ExchangeError() {}

  /** The error in a response that the call has thrown. */
  static Optional<CloudError> find(ExchangeStep step, Throwable thrown) {
    return ErrorResponseException.in(thrown).map(response -> read(step, response));
  }

  private static CloudError read(ExchangeStep step, HttpResponse response) {
    Optional<JsonNode> document = document(response);
    return new CloudError(
        step,
        response.status(),
        document.flatMap(ExchangeError::code),
        document.flatMap(ExchangeError::message),
        response.header("X-Request-Id").map(id -> "request id " + id));
  }

  /** The object that describes the error. */
  private static Optional<JsonNode> document(HttpResponse response) {
    try {
      JsonNode whole = StrictJson.object(response.body());
      JsonNode inner =
          whole.path("error").isObject() ? whole.path("error") : whole.path("errors").path(0);
      return Optional.of(inner.isObject() ? inner : whole);
    } catch (MalformedJsonException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> code(JsonNode error) {
    return Stream.of("error", "code")
        .flatMap(field -> text(error, field).stream())
        .filter(text -> CODE.matcher(text).matches())
        .findFirst();
  }

  private static Optional<String> message(JsonNode error) {
    return Stream.of("error_description", "message", "detail", "error")
        .flatMap(field -> text(error, field).stream())
        .filter(text -> !code(error).equals(Optional.of(text)))
        .findFirst();
  }

  private static Optional<String> text(JsonNode error, String field) {
    return Optional.ofNullable(error.path(field).textValue()).filter(text -> !text.isBlank());
  }
}
