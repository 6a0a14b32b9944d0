// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * JFrog Access with an OIDC integration; an identity mapping is a federation of it. The wording of
 * errors is unverified.
 */
public final class FakeJfrog implements FakeHost {
  private static final Map<String, String> FIXED =
      Map.of(
          "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
          "subject_token_type", "urn:ietf:params:oauth:token-type:id_token",
          "provider_type", "Generic OpenID Connect",
          "audience", "*@*");

  private final Trusted integrations = new Trusted();
  private final Logins logins;

  FakeJfrog(Logins logins) {
    this.logins = logins;
  }

  /** Maps tokens to the user {@code puller} of an integration, in a project or in none. */
  public void map(String integration, String project, Federation federation) {
    integrations.add(integration + "/" + project, federation);
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      Requests.require(request, "POST", "/access/api/v1/oidc/token");
      Map<String, String> fields = fields(request);
      String integration = fields.getOrDefault("provider_name", "");
      var mappings =
          integrations
              .of(integration + "/" + fields.getOrDefault("project_key", ""))
              .orElseThrow(
                  () -> new Refusal(404, "", "OIDC provider " + integration + " was not found"));
      var _ =
          new SubjectTokens(logins.clock())
              .verify(fields.getOrDefault("subject_token", ""), List.copyOf(mappings));
      return granted(logins.issue(request.host(), integration, "puller"));
    } catch (Refusal refusal) {
      ObjectNode answer = Logins.JSON.createObjectNode();
      answer
          .putArray("errors")
          .addObject()
          .put("code", refusal.status() == 404 ? "NOT_FOUND" : "UNAUTHORIZED")
          .put("message", refusal.getMessage());
      return Answer.json(refusal.status(), answer.toString());
    }
  }

  private static Map<String, String> fields(ReceivedRequest request) {
    TreeSet<String> names = new TreeSet<>(FIXED.keySet());
    names.addAll(List.of("subject_token", "provider_name"));
    if (request.body().text().contains("\"project_key\"")) {
      names.add("project_key");
    }
    Map<String, String> fields = Requests.json(request, names);
    FIXED.forEach((name, value) -> {
      if (!value.equals(fields.get(name))) {
        throw new Refusal(400, "", "invalid " + name);
      }
    });
    return fields;
  }

  private Answer granted(IssuedLogin login) {
    return Answer.json(
        200,
        Logins.JSON
            .createObjectNode()
            .put("access_token", login.password())
            .put("token_type", "Bearer")
            .put("expires_in", logins.life().toSeconds())
            .put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
            .put("username", login.username())
            .toString());
  }
}
