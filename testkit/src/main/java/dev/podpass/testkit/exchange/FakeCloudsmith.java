// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Map;
import java.util.Set;

/** Cloudsmith's exchange for service accounts; the wording of errors is unverified. */
public final class FakeCloudsmith extends ExchangeHost {
  FakeCloudsmith(Logins logins) {
    super(logins);
  }

  /** Lets tokens be exchanged for those of a service account of an organization. */
  public void allow(String organization, String service, Federation federation) {
    add(organization + "/" + service, federation);
  }

  @Override
  Answer exchange(ReceivedRequest request) {
    String[] path = request.path().split("/", -1);
    if (path.length != 4) {
      throw new Refusal(404, "", "Not found.");
    }
    Requests.require(request, "POST", "/openid/" + path[2] + "/");
    Map<String, String> fields = Requests.json(request, Set.of("oidc_token", "service_slug"));
    String service = path[2] + "/" + fields.get("service_slug");
    requireTrusted(
        service,
        fields.getOrDefault("oidc_token", ""),
        new Refusal(401, "", "Invalid service account."));
    IssuedLogin login = issue(request, service, "token");
    return Answer.json(201, json().put("token", login.password()).toString());
  }

  @Override
  ObjectNode refused(Refusal refusal) {
    return json().put("detail", refusal.getMessage());
  }
}
