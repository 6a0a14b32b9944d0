// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry that takes user and password with each request, as ECR and Artifact Registry do.
 *
 * @param content what answers those who may do what they ask
 */
record GuardedRegistry(FakeHost content, Admission admission) implements FakeHost {
  private static final String UPLOADS = "/blobs/uploads/";
  private static final Pattern CONTENT =
      Pattern.compile("/v2/(?<repository>.+)(?:" + UPLOADS + "|/manifests/|/blobs/)[^/]*");

  @Override
  public Answer answer(ReceivedRequest request) {
    return login(request)
        .map(login -> answer(request, login))
        .orElseGet(() -> unauthorized("Basic realm=\"https://" + request.host() + "/\""));
  }

  /** The answer to a request of a login, however it has been authenticated. */
  Answer answer(ReceivedRequest request, Login login) {
    Matcher path = CONTENT.matcher(request.path());
    if (!path.matches()) {
      return Answer.json(200, "{}");
    }
    return admission.admits(login, action(request), path.group("repository"))
        ? content.answer(request)
        : error(403, "DENIED", "not authorized for this repository");
  }

  /** As IAM calls it. */
  private static String action(ReceivedRequest request) {
    if (request.path().contains(UPLOADS)) {
      return "ecr:InitiateLayerUpload";
    }
    return request.method().equals("PUT") ? "ecr:PutImage" : Admission.PULL;
  }

  /** Of a header {@code Authorization: Basic …}. */
  static Optional<Login> login(ReceivedRequest request) {
    return request
        .header("Authorization")
        .filter(value -> value.startsWith("Basic "))
        .map(value -> Base64.getDecoder().decode(value.substring("Basic ".length())))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).split(":", 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> new Login(parts[0], parts[1]));
  }

  /** The answer to a request without credentials. */
  static Answer unauthorized(String challenge) {
    return error(401, "UNAUTHORIZED", "authentication required")
        .with("WWW-Authenticate", challenge);
  }

  private static Answer error(int status, String code, String message) {
    String body = "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message);
    return Answer.json(status, body).with("Docker-Distribution-Api-Version", "registry/2.0");
  }
}
