// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Map;
import java.util.Set;

/** Chainguard's issuer with assumable identities; the wording of errors is unverified. */
public final class FakeChainguard extends ExchangeHost {
  FakeChainguard(Logins logins) {
    super(logins);
  }

  /** Lets tokens assume an identity. */
  public void allow(String identity, Federation federation) {
    add(identity, federation);
  }

  @Override
  Answer exchange(ReceivedRequest request) {
    Requests.require(request, "GET", "/sts/exchange");
    Map<String, String> query = Requests.query(request, Set.of("aud", "identity"));
    if (!"cgr.dev".equals(query.get("aud"))) {
      throw new Refusal(400, "3", "invalid audience");
    }
    String identity = query.getOrDefault("identity", "");
    requireTrusted(identity, Requests.bearer(request), new Refusal(404, "5", "identity not found"));
    IssuedLogin login = issue(request, identity, "user");
    return granted(json().put("token", login.password()).put("expiry", login.expiry().toString()));
  }

  @Override
  ObjectNode refused(Refusal refusal) {
    return json()
        .put("code", refusal.status() == 401 ? 16 : 5)
        .put("message", refusal.getMessage());
  }
}
