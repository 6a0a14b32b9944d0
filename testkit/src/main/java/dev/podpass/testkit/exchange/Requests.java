// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.JsonBody;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Strict readers of requests: what is not expected is refused. */
final class Requests {
  private Requests() {}

  /** Requires the method, and a path without more. */
  static void require(ReceivedRequest request, String method, String path) {
    if (!request.path().equals(path)) {
      throw new Refusal(404, "not_found", "no such page");
    }
    if (!request.method().equals(method)) {
      throw new Refusal(405, "method_not_allowed", "method not allowed");
    }
    if (!request.header("Accept").orElse("").equals("application/json")) {
      throw malformed("Accept is not application/json");
    }
    if (method.equals("GET") && !request.body().text().isEmpty()) {
      throw malformed("a GET with a body");
    }
  }

  /** The texts of a JSON object with exactly these fields. */
  static Map<String, String> json(ReceivedRequest request, Set<String> fields) {
    requireNoAuthorization(request);
    return jsonWithAuthorization(request, fields);
  }

  /** The same, beside a header that has the token. */
  static Map<String, String> jsonWithAuthorization(ReceivedRequest request, Set<String> fields) {
    requireType(request, "application/json");
    Map<String, String> texts = new LinkedHashMap<>();
    ObjectNode body =
        JsonBody.object(request.body().text(), () -> malformed("the body is not a JSON object"));
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!field.getValue().isTextual()) {
        throw malformed(field.getKey() + " is not a string");
      }
      texts.put(field.getKey(), field.getValue().textValue());
    }
    return requireExactly(texts, fields);
  }

  /** The fields of a form, which are exactly these. */
  static Map<String, String> form(ReceivedRequest request, Set<String> fields) {
    requireType(request, "application/x-www-form-urlencoded");
    requireNoAuthorization(request);
    return requireExactly(Form.parse(request.body().text(), Requests::malformed).fields(), fields);
  }

  /** The fields of the query, which are exactly these. */
  static Map<String, String> query(ReceivedRequest request, Set<String> fields) {
    Map<String, String> query =
        request
            .query()
            .map(text -> Form.parse(text, Requests::malformed).fields())
            .orElse(Map.of());
    return requireExactly(query, fields);
  }

  /** User and password of Basic authentication. */
  static String[] basic(ReceivedRequest request) {
    String header = request.header("Authorization").orElse("");
    if (!header.startsWith("Basic ")) {
      throw new Refusal(401, "invalid_request", "Basic authentication is missing");
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring("Basic ".length()));
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      if (parts.length == 2) {
        return parts;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw malformed("Basic authentication is malformed");
  }

  /** The bearer token. */
  static String bearer(ReceivedRequest request) {
    String header = request.header("Authorization").orElse("");
    if (!header.startsWith("Bearer ")) {
      throw new Refusal(401, "invalid_request", "the bearer token is missing");
    }
    return header.substring("Bearer ".length());
  }

  private static void requireType(ReceivedRequest request, String type) {
    if (!request.header("Content-Type").orElse("none").equals(type)) {
      throw malformed("Content-Type is not " + type);
    }
  }

  private static void requireNoAuthorization(ReceivedRequest request) {
    if (request.headers().has("Authorization")) {
      throw malformed("the body has the token, yet Authorization was sent");
    }
  }

  private static Map<String, String> requireExactly(Map<String, String> there, Set<String> fields) {
    if (!there.keySet().equals(fields)) {
      throw malformed("the fields are %s and not %s".formatted(there.keySet(), fields));
    }
    return there;
  }

  private static Refusal malformed(String message) {
    return new Refusal(400, "invalid_request", message);
  }
}
