// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.Optional;
import java.util.Set;

/** ECR's API in one region, for GetAuthorizationToken alone. */
final class FakeEcr implements FakeHost {
  private static final SignedCall CALL =
      new SignedCall(
          "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", Set.of("registryIds"));

  private final AwsEndpoint endpoint;
  private final SignatureCheck signatures;
  private final RegistryPasswords passwords;

  FakeEcr(AwsEndpoint endpoint, SignatureCheck signatures, RegistryPasswords passwords) {
    this.endpoint = endpoint;
    this.signatures = signatures;
    this.passwords = passwords;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      CALL.requireEnvelope(request);
      Session session = signatures.signer(request);
      SignedCall.authorize(session, "ecr:GetAuthorizationToken");
      return EcrJson.privateToken(passwords.issue(Optional.of(registry(session)), session));
    } catch (Refusal refusal) {
      return EcrJson.refused(
          ErrorStyle.PLAIN, refusal.status(), refusal.code(), refusal.getMessage());
    }
  }

  private String registry(Session session) {
    return "%s.dkr.ecr.%s.%s"
        .formatted(session.account(), endpoint.region(), endpoint.partition().suffix());
  }
}
