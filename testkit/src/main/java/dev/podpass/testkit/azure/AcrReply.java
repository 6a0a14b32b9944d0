// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Refusal;
import java.util.UUID;

/**
 * How a registry answers one request.
 *
 * @param correlation its id, which header and message contain
 */
record AcrReply(String correlation) {
  private static final JsonMapper JSON = new JsonMapper();

  static AcrReply create() {
    return new AcrReply(UUID.randomUUID().toString());
  }

  /** A granted token, which the registries send in chunks. */
  Answer token(String field, String value) {
    return answer(200, JSON.createObjectNode().put(field, value))
        .with("x-ms-ratelimit-remaining-calls-per-second", "166.083333")
        .inChunks();
  }

  Answer refused(Refusal refusal) {
    return refused(refusal.status(), refusal.code(), refusal.getMessage());
  }

  Answer refused(int status, String code, String message) {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("errors")
        .addObject()
        .put("code", code)
        .put("message", message + " CorrelationId: " + correlation);
    return answer(status, body);
  }

  private Answer answer(int status, ObjectNode body) {
    return Answer.of(status, "application/json; charset=utf-8", body.toString())
        .with("X-Ms-Correlation-Request-Id", correlation);
  }
}
