// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cloudsmith's exchange for service accounts; the wording of errors is unverified. */
public final class FakeCloudsmith implements FakeHost {
  private final Trusted services = new Trusted();
  private final Logins logins;

  FakeCloudsmith(Logins logins) {
    this.logins = logins;
  }

  /** Lets tokens be exchanged for those of a service account of an organization. */
  public void allow(String organization, String service, Federation federation) {
    services.add(organization + "/" + service, federation);
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      String[] path = request.path().split("/", -1);
      if (path.length != 4) {
        throw new Refusal(404, "", "Not found.");
      }
      Requests.require(request, "POST", "/openid/" + path[2] + "/");
      Map<String, String> fields = Requests.json(request, Set.of("oidc_token", "service_slug"));
      String service = path[2] + "/" + fields.get("service_slug");
      var federations =
          services.of(service).orElseThrow(() -> new Refusal(401, "", "Invalid service account."));
      var _ =
          new SubjectTokens(logins.clock())
              .verify(fields.getOrDefault("oidc_token", ""), List.copyOf(federations));
      IssuedLogin login = logins.issue(request.host(), service, "token");
      return Answer.json(
          201, Logins.JSON.createObjectNode().put("token", login.password()).toString());
    } catch (Refusal refusal) {
      return Answer.json(
          refusal.status(),
          Logins.JSON.createObjectNode().put("detail", refusal.getMessage()).toString());
    }
  }
}
