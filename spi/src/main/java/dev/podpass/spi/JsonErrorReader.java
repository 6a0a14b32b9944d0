// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses JSON error responses. The fields are those of the object {@code error} (Google's APIs), of
 * the first of {@code errors} (registries; OpenBao has texts there), or of the document itself (RFC
 * 6749 section 5.2). An error without JSON has only its status.
 *
 * @param codes the fields that may have the error code, in order of precedence
 * @since 0.1
 */
public record JsonErrorReader(List<String> codes) {
  /** The errors of OAuth and of registries. */
  public static final JsonErrorReader OAUTH = new JsonErrorReader(List.of("error", "code"));

  private static final List<String> MESSAGES =
      List.of("error_description", "message", "Message", "detail", "error");

  /** An error code; a sentence has spaces. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /**
   * {@return the error in a response that a call has thrown}
   *
   * @param step the call that failed
   * @param thrown what the call threw, with its causes
   */
  public Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    return ErrorResponseException.in(thrown).map(response -> read(step, response));
  }

  /**
   * {@return the error of a response}
   *
   * @param step the call that failed
   * @param response of any status, with any body
   */
  public CloudError read(ExchangeStep step, HttpResponse response) {
    JsonNode error = error(response);
    Optional<String> code = code(error);
    return new CloudError(
        step,
        response.status(),
        code,
        texts(error, MESSAGES).filter(text -> !code.equals(Optional.of(text))).findFirst(),
        response
            .header("X-Request-Id")
            .or(() -> texts(error, List.of("RequestId", "requestId")).findFirst())
            .map(id -> "request id " + id));
  }

  /**
   * {@return the error code of a response}
   *
   * @param response of any status, with any body
   */
  public Optional<String> code(HttpResponse response) {
    return code(error(response));
  }

  private Optional<String> code(JsonNode error) {
    return texts(error, codes).filter(CODE.asMatchPredicate()).findFirst();
  }

  /**
   * {@return another field of the error, if it is a text and not blank}
   *
   * @param response of any status, with any body
   * @param field a direct member of the error
   */
  public static Optional<String> text(HttpResponse response, String field) {
    return texts(error(response), List.of(field)).findFirst();
  }

  private static JsonNode error(HttpResponse response) {
    try {
      JsonNode whole = StrictJson.object(response.body());
      JsonNode error = whole.path("error");
      JsonNode inner = error.isObject() ? error : whole.path("errors").path(0);
      return inner.isTextual()
          ? JsonNodeFactory.instance.objectNode().set("message", inner)
          : inner.isObject() ? inner : whole;
    } catch (MalformedJsonException _) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private static Stream<String> texts(JsonNode error, List<String> fields) {
    return fields.stream()
        .map(field -> error.path(field).textValue())
        .filter(Objects::nonNull)
        .filter(text -> !text.isBlank());
  }
}
