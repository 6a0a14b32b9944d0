// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.JsonBody;
import java.time.Duration;
import java.util.function.Consumer;

/** What a node's metadata service may say without being asked for it. */
public final class ImdsFaults {
  private ImdsFaults() {}

  /** Refuses. */
  public static Fault error(int status, String error, String description) {
    return Faults.instead(ImdsReply.refused(status, error, description));
  }

  /** Does not know the path for a moment, as it does while it is being updated. */
  public static Fault notFound() {
    return Faults.instead(Answer.json(404, "{\"error\":\"Not Found\"}"));
  }

  /** Is being updated, for 70 seconds at most; that the body is empty is unverified. */
  public static Fault gone() {
    return Faults.status(410);
  }

  /** Is asked too often; the wording is unverified. */
  public static Fault throttled(Duration retryAfter) {
    return Faults.instead(
        ImdsReply.refused(429, "too_many_requests", "Too many requests")
            .with("Retry-After", String.valueOf(retryAfter.toSeconds())));
  }

  /** Got nothing from Entra. */
  public static Fault failed() {
    return error(
        500,
        "unknown",
        "Failed to retrieve token from the Active directory. For details see logs in <file path>");
  }

  /** Gives times as numbers instead of strings. */
  public static Fault numericTimes() {
    return granted(body -> {
      body.put("expires_in", body.path("expires_in").asLong());
      body.put("expires_on", body.path("expires_on").asLong());
    });
  }

  private static Fault granted(Consumer<ObjectNode> change) {
    return new AnswerFault.Altered(answer ->
        answer.withBody(Bytes.of(JsonBody.changed(answer.body().text(), "access_token", change))));
  }
}
