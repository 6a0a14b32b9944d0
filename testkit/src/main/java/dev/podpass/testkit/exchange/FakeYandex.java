// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Map;
import java.util.Set;

/**
 * Yandex Cloud's exchange of workload identity federations; the wording of errors is unverified.
 */
public final class FakeYandex extends ExchangeHost {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  FakeYandex(Logins logins) {
    super(logins);
  }

  /** Adds a federated credential to a service account. */
  public void federate(String serviceAccount, Federation federation) {
    add(serviceAccount, federation);
  }

  @Override
  Answer exchange(ReceivedRequest request) {
    Requests.require(request, "POST", "/oauth/token");
    Map<String, String> form =
        Requests.form(
            request,
            Set.of(
                "grant_type",
                "requested_token_type",
                "audience",
                "subject_token",
                "subject_token_type"));
    if (!EXCHANGE.equals(form.get("grant_type"))) {
      throw new Refusal(400, "unsupported_grant_type", "this grant is not supported");
    }
    if (!ID_TOKEN.equals(form.get("subject_token_type"))
        || !ACCESS_TOKEN.equals(form.get("requested_token_type"))) {
      throw new Refusal(400, "invalid_request", "this type of token is not supported");
    }
    String serviceAccount = form.getOrDefault("audience", "");
    requireTrusted(
        serviceAccount,
        form.getOrDefault("subject_token", ""),
        new Refusal(400, "invalid_target", "no service account " + serviceAccount));
    return granted(
        json()
            .put("access_token", issue(request, serviceAccount, "iam").password())
            .put("token_type", "Bearer")
            .put("expires_in", lifeSeconds()));
  }

  @Override
  ObjectNode refused(Refusal refusal) {
    return json().put("error", refusal.code()).put("error_description", refusal.getMessage());
  }
}
