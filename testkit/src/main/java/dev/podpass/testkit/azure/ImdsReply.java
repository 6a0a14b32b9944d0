// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import java.time.Instant;

/** What a node's metadata service says of tokens; its numbers are strings. */
final class ImdsReply {
  private static final JsonMapper JSON = new JsonMapper();

  private ImdsReply() {}

  static Answer granted(AccessToken token, Instant now) {
    String life = String.valueOf(token.expiry().getEpochSecond() - now.getEpochSecond());
    return answer(
        200,
        JSON.createObjectNode()
            .put("access_token", token.value())
            .put("client_id", token.identity().clientId())
            .put("expires_in", life)
            .put("expires_on", String.valueOf(token.expiry().getEpochSecond()))
            .put("ext_expires_in", life)
            .put("not_before", String.valueOf(now.getEpochSecond()))
            .put("resource", token.audience())
            .put("token_type", "Bearer"));
  }

  static Answer refused(int status, String error, String description) {
    return answer(
        status, JSON.createObjectNode().put("error", error).put("error_description", description));
  }

  private static Answer answer(int status, ObjectNode body) {
    return Answer.of(status, "application/json; charset=utf-8", body.toString())
        .with("Server", "IMDS/150.870.65.1854");
  }
}
