// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Set;

/** Quay's exchange for robot accounts with federation; the wording of errors is unverified. */
public final class FakeQuay extends ExchangeHost {
  FakeQuay(Logins logins) {
    super(logins);
  }

  /** Adds to the federation of a robot. */
  public void federate(String robot, Federation federation) {
    add(robot, federation);
  }

  @Override
  Answer exchange(ReceivedRequest request) {
    Requests.require(request, "GET", "/oauth2/federation/robot/token");
    var _ = Requests.query(request, Set.of());
    String[] basic = Requests.basic(request);
    requireTrusted(
        basic[0],
        basic[1],
        new Refusal(401, "", "Could not find robot with username: " + basic[0]));
    return granted(json().put("token", issue(request, basic[0], basic[0]).password()));
  }

  @Override
  ObjectNode refused(Refusal refusal) {
    return json().put("error", refusal.getMessage());
  }
}
