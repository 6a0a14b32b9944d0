// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.AnswerFault;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.JsonBody;
import dev.podpass.testkit.net.Refusal;
import java.time.Duration;
import java.util.function.Consumer;

/** What a registry may say to an exchange without being asked for it. */
public final class AcrFaults {
  private AcrFaults() {}

  /** Refuses with any code. */
  public static Fault error(int status, String code, String message) {
    return Faults.instead(AcrReply.create().refused(status, code, message));
  }

  /** Refuses the token, or its owner who has no AcrPull. */
  public static Fault unauthorized() {
    return error(AcrExchange.unauthorized());
  }

  /** Refuses with 403 where 401 is usual; seen without a body, so that the body is unverified. */
  public static Fault denied() {
    return error(403, "DENIED", "requested access to the resource is denied");
  }

  /** Refuses a client that the network rules keep out. */
  public static Fault refusedClient(String address) {
    return error(AcrExchange.refusedClient(address));
  }

  /** Is asked too often; the code is the distribution specification's, the rest unverified. */
  public static Fault throttled(Duration retryAfter) {
    Answer answer =
        AcrReply.create().refused(429, "TOOMANYREQUESTS", "too many requests, please retry later.");
    return Faults.instead(answer.with("Retry-After", String.valueOf(retryAfter.toSeconds())));
  }

  /** Gives a refresh token of this value, if only an empty one, instead of the true one. */
  public static Fault refreshToken(String value) {
    return granted(body -> body.put("refresh_token", value));
  }

  /** Gives a refresh token without a claim, such as {@code exp}. */
  public static Fault refreshTokenWithout(String claim) {
    return claims(claims -> claims.remove(claim));
  }

  /** Gives a refresh token with another time in {@code exp}, in seconds. */
  public static Fault refreshTokenExpiring(long epochSeconds) {
    return claims(claims -> claims.put("exp", epochSeconds));
  }

  private static Fault error(Refusal refusal) {
    return error(refusal.status(), refusal.code(), refusal.getMessage());
  }

  private static Fault claims(Consumer<ObjectNode> change) {
    return granted(body ->
        body.put(
            "refresh_token", TokenMint.changed(body.path("refresh_token").textValue(), change)));
  }

  private static Fault granted(Consumer<ObjectNode> change) {
    return new AnswerFault.Altered(answer ->
        answer.withBody(Bytes.of(JsonBody.changed(answer.body().text(), "refresh_token", change))));
  }
}
