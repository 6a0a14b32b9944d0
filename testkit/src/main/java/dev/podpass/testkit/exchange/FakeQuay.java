// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.List;
import java.util.Set;

/** Quay's exchange for robot accounts with federation; the wording of errors is unverified. */
public final class FakeQuay implements FakeHost {
  private final Trusted robots = new Trusted();
  private final Logins logins;

  FakeQuay(Logins logins) {
    this.logins = logins;
  }

  /** Adds to the federation of a robot. */
  public void federate(String robot, Federation federation) {
    robots.add(robot, federation);
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      Requests.require(request, "GET", "/oauth2/federation/robot/token");
      var _ = Requests.query(request, Set.of());
      String[] basic = Requests.basic(request);
      var federations =
          robots
              .of(basic[0])
              .orElseThrow(
                  () -> new Refusal(401, "", "Could not find robot with username: " + basic[0]));
      var _ = new SubjectTokens(logins.clock()).verify(basic[1], List.copyOf(federations));
      IssuedLogin login = logins.issue(request.host(), basic[0], basic[0]);
      return Answer.json(
          200, Logins.JSON.createObjectNode().put("token", login.password()).toString());
    } catch (Refusal refusal) {
      return Answer.json(
          refusal.status(),
          Logins.JSON.createObjectNode().put("error", refusal.getMessage()).toString());
    }
  }
}
