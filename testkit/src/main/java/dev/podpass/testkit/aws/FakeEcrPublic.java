// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Optional;
import java.util.Set;

/** ECR Public's API, for GetAuthorizationToken alone. */
final class FakeEcrPublic implements FakeHost {
  private static final SignedCall CALL =
      new SignedCall("SpencerFrontendService.GetAuthorizationToken", Set.of());

  private final SignatureCheck signatures;
  private final RegistryPasswords passwords;

  FakeEcrPublic(SignatureCheck signatures, RegistryPasswords passwords) {
    this.signatures = signatures;
    this.passwords = passwords;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      CALL.requireEnvelope(request);
      Session session = signatures.signer(request);
      SignedCall.authorize(session, "ecr-public:GetAuthorizationToken");
      SignedCall.authorize(session, "sts:GetServiceBearerToken");
      return EcrJson.publicToken(passwords.issue(Optional.empty(), session));
    } catch (Refusal refusal) {
      return EcrJson.refused(
          ErrorStyle.PLAIN, refusal.status(), refusal.code(), refusal.getMessage());
    }
  }
}
