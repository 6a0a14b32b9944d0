// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Set;

/**
 * The one call that a service takes, in AWS's JSON protocol.
 *
 * @param target the operation as {@code X-Amz-Target} names it
 * @param fields what its body may hold
 */
record SignedCall(String target, Set<String> fields) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  void requireEnvelope(ReceivedRequest request) {
    if (!request.method().equals("POST") || !request.target().equals("/")) {
      throw new Refusal(
          404, "UnknownOperationException", request.method() + " " + request.target());
    }
    String type = request.header("Content-Type").orElse("none");
    if (!type.equals(CONTENT_TYPE)) {
      throw new Refusal(400, "SerializationException", "Content-Type is " + type);
    }
    String asked = request.header("X-Amz-Target").orElse("none");
    if (!asked.equals(target)) {
      throw new Refusal(400, "UnknownOperationException", "X-Amz-Target is " + asked);
    }
    requireBody(request.body().text());
  }

  private void requireBody(String text) {
    try {
      JsonNode body = JSON.readTree(text);
      if (!body.isObject()) {
        throw new Refusal(400, "SerializationException", "the body is no object");
      }
      for (String field : (Iterable<String>) body::fieldNames) {
        if (!fields.contains(field)) {
          throw new Refusal(400, "SerializationException", "the body has a field " + field);
        }
      }
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "SerializationException", "the body is no JSON");
    }
  }

  static void authorize(Session session, String action) {
    if (session.allows(action, "*")) {
      return;
    }
    String missing = session.policyAllows(action, "*") ? "identity-based" : "session";
    throw new Refusal(
        400,
        "AccessDeniedException",
        "User: %s is not authorized to perform: %s on resource: * because no %s policy allows the %s action"
            .formatted(session.arn(), action, missing, action));
  }
}
