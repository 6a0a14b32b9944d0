// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;

/** What STS says: the JSON of RFC 8693 and of RFC 6749, section 5.2. */
final class StsJson {
  static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private static final JsonMapper JSON = new JsonMapper();

  private StsJson() {}

  /**
   * Grants a token.
   *
   * @param expiresIn in seconds; left out if it is not positive, as Google does for a token that is
   *     about to expire
   */
  static Answer granted(AccessToken token, long expiresIn) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("access_token", token.value())
            .put("issued_token_type", ACCESS_TOKEN)
            .put("token_type", "Bearer");
    if (expiresIn > 0) {
      body.put("expires_in", expiresIn);
    }
    return answer(200, body);
  }

  static Answer refused(int status, String error, String description) {
    return answer(
        status, JSON.createObjectNode().put("error", error).put("error_description", description));
  }

  static ErrorAnswerException refusal(String error, String description) {
    return new ErrorAnswerException(refused(400, error, description));
  }

  private static Answer answer(int status, ObjectNode body) {
    return Answer.of(status, "application/json; charset=UTF-8", body.toString());
  }
}
