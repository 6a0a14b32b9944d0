// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How a registry asks for credentials, and judges them. */
interface Gate {

  /**
   * What a request for the content of a repository is answered instead of it, if it may not pass.
   */
  Optional<Answer> refusal(ReceivedRequest request, String repository);

  /** What any other request is answered. */
  Answer answer(ReceivedRequest request);

  /** The answer to a request without credentials. */
  static Answer unauthorized(String challenge) {
    return error(401, "UNAUTHORIZED", "authentication required")
        .with("WWW-Authenticate", challenge);
  }

  /** The answer to a request whose credentials do not permit it. */
  static Answer denied() {
    return error(403, "DENIED", "not authorized to pull this repository");
  }

  /**
   * A user and a password.
   *
   * @param user before the first colon
   * @param password after it
   */
  record Login(String user, String password) {
    /** Of a header {@code Authorization: Basic …}. */
    static Optional<Login> of(ReceivedRequest request) {
      return request
          .header("Authorization")
          .filter(value -> value.startsWith("Basic "))
          .map(value -> Base64.getDecoder().decode(value.substring("Basic ".length())))
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8).split(":", 2))
          .filter(parts -> parts.length == 2)
          .map(parts -> new Login(parts[0], parts[1]));
    }
  }

  private static Answer error(int status, String code, String message) {
    String body = "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message);
    return Answer.json(status, body).with("Docker-Distribution-Api-Version", "registry/2.0");
  }
}
