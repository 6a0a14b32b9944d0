// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.JsonBody;
import java.util.function.Consumer;

/** What Google's services may say without being asked for it. */
public final class GcpFaults {
  private GcpFaults() {}

  /** Refuses as STS does. */
  public static Fault stsError(int status, String error, String description) {
    return Faults.instead(StsJson.refused(status, error, description));
  }

  /** STS could not reach the issuer, or does not know the key that signed the token. */
  public static Fault issuerUnreachable() {
    return stsError(400, "invalid_grant", "Error connecting to the given credential's issuer.");
  }

  /** STS refuses the token as expired. */
  public static Fault staleToken() {
    return stsError(400, "invalid_grant", "ID Token issued at 1600000000 is stale to sign-in.");
  }

  /** STS refuses whom the token stands for. */
  public static Fault attributeCondition() {
    return stsError(
        400, "unauthorized_client", "The given credential is rejected by the attribute condition.");
  }

  /**
   * Refuses as Google's REST APIs do. STS does so too when something is wrong with itself: its
   * {@code error} is an object then, not a string.
   */
  public static Fault apiError(int code, String status, String message) {
    return Faults.instead(ApiJson.refused(ApiError.of(code, status, message)));
  }

  /** IAM Credentials refuses the caller. */
  public static Fault permissionDenied() {
    return Faults.instead(ApiJson.refused(FakeIamCredentials.denied()));
  }

  /** Is asked too often. */
  public static Fault resourceExhausted() {
    return apiError(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).");
  }

  /** Is broken. */
  public static Fault internal() {
    return apiError(500, "INTERNAL", "Internal error encountered.");
  }

  /** Is down. */
  public static Fault unavailable() {
    return apiError(503, "UNAVAILABLE", "The service is currently unavailable.");
  }

  /** Leaves a field out of the true answer, such as {@code expires_in} or {@code expireTime}. */
  public static Fault without(String field) {
    return changed(answer -> answer.remove(field));
  }

  /** Gives a field of the true answer another value. */
  public static Fault with(String field, String value) {
    return changed(answer -> answer.put(field, value));
  }

  /** Gives a field of the true answer another value. */
  public static Fault with(String field, long value) {
    return changed(answer -> answer.put(field, value));
  }

  /** Gives {@code expireTime} to the nanosecond, which is valid too. */
  public static Fault expireTimeWithFraction() {
    return changed(answer -> {
      String time = answer.path("expireTime").asText();
      answer.put("expireTime", time.replace("Z", ".123456789Z"));
    });
  }

  private static Fault changed(Consumer<ObjectNode> change) {
    return new AnswerFault.Altered(answer ->
        answer.status() == 200
            ? answer.withBody(Bytes.of(JsonBody.changed(answer.body().text(), change)))
            : answer);
  }
}
