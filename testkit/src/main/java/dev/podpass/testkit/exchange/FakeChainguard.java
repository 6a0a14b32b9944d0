// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chainguard's issuer with assumable identities; the wording of errors is unverified. */
public final class FakeChainguard implements FakeHost {
  private final Trusted identities = new Trusted();
  private final Logins logins;

  FakeChainguard(Logins logins) {
    this.logins = logins;
  }

  /** Lets tokens assume an identity. */
  public void allow(String identity, Federation federation) {
    identities.add(identity, federation);
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      Requests.require(request, "GET", "/sts/exchange");
      Map<String, String> query = Requests.query(request, Set.of("aud", "identity"));
      if (!"cgr.dev".equals(query.get("aud"))) {
        throw new Refusal(400, "3", "invalid audience");
      }
      String identity = query.getOrDefault("identity", "");
      var federations =
          identities.of(identity).orElseThrow(() -> new Refusal(404, "5", "identity not found"));
      var _ =
          new SubjectTokens(logins.clock())
              .verify(Requests.bearer(request), List.copyOf(federations));
      IssuedLogin login = logins.issue(request.host(), identity, "user");
      return Answer.json(
          200,
          Logins.JSON
              .createObjectNode()
              .put("token", login.password())
              .put("expiry", login.expiry().toString())
              .toString());
    } catch (Refusal refusal) {
      return Answer.json(
          refusal.status(),
          Logins.JSON
              .createObjectNode()
              .put("code", refusal.status() == 401 ? 16 : 5)
              .put("message", refusal.getMessage())
              .toString());
    }
  }
}
