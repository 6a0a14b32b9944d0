// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** STS in one region, for AssumeRoleWithWebIdentity alone. */
final class FakeSts implements FakeHost {
  private final Partition partition;
  private final FakeIam iam;
  private final Sessions sessions;
  private final Clock clock;

  FakeSts(Partition partition, FakeIam iam, Sessions sessions, Clock clock) {
    this.partition = partition;
    this.iam = iam;
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      AssumeRoleCall call = AssumeRoleCall.parse(request);
      if (!call.role().partition().equals(partition.id())) {
        throw new Refusal(400, "ValidationError", "Request ARN is invalid");
      }
      WebIdentity identity =
          new WebIdentityVerifier(iam, clock).verify(call.token(), call.role().account());
      return StsXml.granted(identity, assume(call, identity));
    } catch (Refusal refusal) {
      return StsXml.refused(refusal.status(), refusal.code(), refusal.getMessage());
    }
  }

  private Session assume(AssumeRoleCall call, WebIdentity identity) {
    Role role =
        iam.role(call.role())
            .filter(known -> known.trusts().stream().anyMatch(trust -> trust.admits(identity)))
            .orElseThrow(() ->
                new Refusal(
                    403,
                    "AccessDenied",
                    "Not authorized to perform sts:AssumeRoleWithWebIdentity"));
    if (call.duration().compareTo(role.maxSession()) > 0) {
      throw new Refusal(
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    var expiry = clock.instant().plus(call.duration()).truncatedTo(ChronoUnit.SECONDS);
    return sessions.add(
        new Session(sessions.newKeys(), role, call.sessionName(), call.policy(), expiry));
  }
}
