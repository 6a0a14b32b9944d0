// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Refusal;
import java.util.UUID;

/** What ECR and ECR Public say, in their JSON. */
final class EcrJson {
  private static final JsonMapper JSON = new JsonMapper();

  private EcrJson() {}

  static Answer privateToken(RegistryPassword password) {
    ObjectNode data = data(password);
    password.registry().ifPresent(host -> data.put("proxyEndpoint", "https://" + host));
    ObjectNode body = JSON.createObjectNode();
    body.putArray("authorizationData").add(data);
    return answer(200, body);
  }

  static Answer publicToken(RegistryPassword password) {
    ObjectNode body = JSON.createObjectNode();
    body.set("authorizationData", data(password));
    return answer(200, body);
  }

  static Answer refused(Refusal refusal) {
    return refused(ErrorStyle.PLAIN, refusal.status(), refusal.code(), refusal.getMessage());
  }

  static Answer refused(ErrorStyle style, int status, String code, String message) {
    ObjectNode body = JSON.createObjectNode();
    return switch (style) {
      case PLAIN -> answer(status, body.put("__type", code).put("message", message));
      case PREFIXED ->
          answer(status, body.put("__type", "com.amazonaws.ecr#" + code).put("message", message));
      case HEADER ->
          answer(status, body.put("message", message))
              .with(
                  "x-amzn-ErrorType",
                  code + ":http://internal.amazon.com/coral/com.amazonaws.ecr/");
    };
  }

  private static Answer answer(int status, ObjectNode body) {
    return answer(status, body.toString());
  }

  /** The time is a number of seconds with a fraction, and in the notation that AWS uses: 1.7E9. */
  private static ObjectNode data(RegistryPassword password) {
    ObjectNode data = JSON.createObjectNode();
    data.put("authorizationToken", RegistryPasswords.authorizationToken(password.value()));
    data.put("expiresAt", password.expiry().toEpochMilli() / 1000.0);
    return data;
  }

  static Answer answer(int status, String body) {
    return Answer.of(status, "application/x-amz-json-1.1", body)
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }
}
