// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Entra answers one request.
 *
 * @param trace Entra's id of the request
 * @param correlation the client's id of the request, or Entra's if the client sent none
 * @param returned whether the client wants its id back in a header
 */
record EntraReply(String trace, String correlation, boolean returned, Instant time) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern NUMBER = Pattern.compile("AADSTS(?<number>\\d+):.*");

  static EntraReply to(ReceivedRequest request, Instant time) {
    return new EntraReply(
        UUID.randomUUID().toString(),
        request.header("client-request-id").orElseGet(() -> UUID.randomUUID().toString()),
        request.header("return-client-request-id").filter("true"::equalsIgnoreCase).isPresent(),
        time);
  }

  /** A reply to no request in particular. */
  static EntraReply unasked() {
    return new EntraReply(
        UUID.randomUUID().toString(), UUID.randomUUID().toString(), false, Instant.now());
  }

  Answer ok(ObjectNode body) {
    return answer(200, body);
  }

  /**
   * The error document.
   *
   * @param error such as {@code invalid_client}
   * @param message begins with {@code AADSTS} and a number, as all of Entra's do
   */
  Answer refused(int status, String error, String message) {
    String timestamp = time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ');
    ObjectNode body =
        JSON.createObjectNode()
            .put("error", error)
            .put(
                "error_description",
                "%s Trace ID: %s Correlation ID: %s Timestamp: %s"
                    .formatted(message, trace, correlation, timestamp));
    Matcher number = NUMBER.matcher(message);
    var numbers = body.putArray("error_codes");
    if (number.matches()) {
      numbers.add(Integer.parseInt(number.group("number")));
    }
    return answer(
        status,
        body.put("timestamp", timestamp).put("trace_id", trace).put("correlation_id", correlation));
  }

  private Answer answer(int status, ObjectNode body) {
    Answer answer =
        Answer.of(status, "application/json; charset=utf-8", body.toString())
            .with("Cache-Control", "no-store, no-cache")
            .with("Pragma", "no-cache")
            .with("x-ms-request-id", trace);
    return returned ? answer.with("client-request-id", correlation) : answer;
  }
}
