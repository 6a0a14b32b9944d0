// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.JsonBody;
import java.util.function.Consumer;

/** What ECR and ECR Public may say without being asked for it. */
public final class EcrFaults {
  private EcrFaults() {}

  /** Refuses with any code. */
  public static Fault error(ErrorStyle style, int status, String code, String message) {
    return Faults.instead(EcrJson.refused(style, status, code, message));
  }

  /** Is asked too often. */
  public static Fault throttling() {
    return error(ErrorStyle.PLAIN, 400, "ThrottlingException", "Rate exceeded");
  }

  /** Answers with no authorization data: an empty list. */
  public static Fault noAuthorizationData() {
    return Faults.instead(EcrJson.answer(200, "{\"authorizationData\":[]}"));
  }

  /** Answers with authorization data that lacks a field, such as {@code expiresAt}. */
  public static Fault without(String field) {
    return data(data -> data.remove(field));
  }

  /** Answers with another value of {@code expiresAt}. */
  public static Fault expiresAt(double epochSeconds) {
    return data(data -> data.put("expiresAt", epochSeconds));
  }

  private static Fault data(Consumer<ObjectNode> change) {
    return new AnswerFault.Altered(answer ->
        answer.status() == 200
            ? answer.withBody(Bytes.of(changed(answer.body().text(), change)))
            : answer);
  }

  private static String changed(String body, Consumer<ObjectNode> change) {
    return JsonBody.changed(
        body,
        answer -> {
          JsonNode data = answer.path("authorizationData");
          change.accept((ObjectNode) (data.isArray() ? data.path(0) : data));
        });
  }
}
