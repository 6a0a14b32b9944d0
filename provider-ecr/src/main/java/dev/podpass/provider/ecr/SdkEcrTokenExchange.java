// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.failure.CredentialException;
import dev.podpass.provider.ecr.SessionPlan.AssumedRole;
import dev.podpass.provider.ecr.SessionPlan.NodeRole;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.util.Optional;

/** Carries a plan out with the AWS SDK: a session, then an authorization token. */
final class SdkEcrTokenExchange implements EcrTokenExchange {
  static final SdkEcrTokenExchange INSTANCE = new SdkEcrTokenExchange();

  private SdkEcrTokenExchange() {}

  @Override
  public RegistryCredential exchange(
      EcrPlan plan, Optional<ValidatedToken> token, Connections connections) {
    return connections.call(() -> exchange(plan, token));
  }

  private static RegistryCredential exchange(EcrPlan plan, Optional<ValidatedToken> token) {
    SdkFailures failures = new SdkFailures(plan, token.map(ValidatedToken::claims));
    TemporaryCredentials session =
        switch (plan.session()) {
          case AssumedRole role -> SdkAssumedRole.session(role, token.orElseThrow(), failures);
          case NodeRole node -> SdkInstanceProfileCredentials.session(node, failures);
        };
    try {
      return SdkAuthorizationToken.get(plan, session, failures);
    } catch (CredentialException e) {
      throw e.hiding(session.secretKey(), session.token());
    }
  }
}
