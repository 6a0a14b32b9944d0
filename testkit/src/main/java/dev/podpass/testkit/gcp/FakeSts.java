// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The Security Token Service of one universe, for exchanges of OIDC tokens alone. */
record FakeSts(FakeIam iam, AccessTokens tokens, Clock clock, String universe, Duration maxLife)
    implements FakeHost {

  @Override
  public Answer answer(ReceivedRequest request) {
    if (!request.method().equals("POST") || !request.target().equals("/v1/token")) {
      return ApiJson.noSuchPage(request);
    }
    try {
      ExchangeCall call = ExchangeCall.parse(request);
      IdentityProvider provider = iam.provider(call.audience()).orElseThrow(FakeSts::noProvider);
      return grant(call, new SubjectTokenVerifier(clock).verify(call.subjectToken(), provider));
    } catch (ErrorAnswerException refusal) {
      return refusal.answer();
    }
  }

  /** The token ends with the one it was exchanged for; the answer gives a little less. */
  private Answer grant(ExchangeCall call, SubjectToken subject) {
    Instant now = clock.instant();
    Duration left = Duration.between(now, subject.expiry());
    if (!left.isPositive()) {
      left = SubjectTokenVerifier.SKEW;
    }
    Duration life = left.compareTo(maxLife) < 0 ? left : maxLife;
    AccessToken token = tokens.issue(subject.principal(), call.scopes(), now.plus(life), universe);
    return StsJson.granted(token, life.toSeconds() - 1);
  }

  private static ErrorAnswerException noProvider() {
    return StsJson.refusal(
        "invalid_target",
        "The target service indicated by the \"audience\" parameters is invalid. This might either"
            + " be because the pool or provider is disabled or deleted or because it doesn't"
            + " exist.");
  }
}
