// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * JFrog Access with an OIDC integration; an identity mapping is a federation of it. The wording of
 * errors is unverified.
 */
public final class FakeJfrog extends ExchangeHost {
  private static final Map<String, String> FIXED =
      Map.of(
          "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
          "subject_token_type", "urn:ietf:params:oauth:token-type:id_token",
          "provider_type", "Generic OpenID Connect",
          "audience", "*@*");

  FakeJfrog(Logins logins) {
    super(logins);
  }

  /** Maps tokens to the user {@code puller} of an integration, in a project or in none. */
  public void map(String integration, String project, Federation federation) {
    add(integration + "/" + project, federation);
  }

  @Override
  Answer exchange(ReceivedRequest request) {
    Requests.require(request, "POST", "/access/api/v1/oidc/token");
    Map<String, String> fields = fields(request);
    String integration = fields.getOrDefault("provider_name", "");
    requireTrusted(
        integration + "/" + fields.getOrDefault("project_key", ""),
        fields.getOrDefault("subject_token", ""),
        new Refusal(404, "", "OIDC provider " + integration + " was not found"));
    IssuedLogin login = issue(request, integration, "puller");
    return granted(
        json()
            .put("access_token", login.password())
            .put("token_type", "Bearer")
            .put("expires_in", lifeSeconds())
            .put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
            .put("username", login.username()));
  }

  @Override
  ObjectNode refused(Refusal refusal) {
    ObjectNode answer = json();
    answer
        .putArray("errors")
        .addObject()
        .put("code", refusal.status() == 404 ? "NOT_FOUND" : "UNAUTHORIZED")
        .put("message", refusal.getMessage());
    return answer;
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
}
