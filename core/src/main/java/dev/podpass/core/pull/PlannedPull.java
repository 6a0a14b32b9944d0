// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.core.token.TokenPolicy.TokenCheck;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Optional;

/**
 * The first stage of a pull: identity, calls and parameters are decided, and nothing has been sent.
 * {@code claims} are those of the token, or assumed.
 */
public record PlannedPull(
    PullSettings settings,
    PullProgress progress,
    CredentialProviderRequest kubeletRequest,
    Route route,
    RegistryCredentialProvider provider,
    PullPlan plan,
    Optional<UnverifiedClaims> claims,
    Optional<ServiceAccountToken> token) {

  /** Applies each rule to the token on its own; empty if there is no token. */
  public List<TokenCheck> inspectToken() {
    return token.map(t -> tokenPolicy().inspect(t, plan.audiences())).orElse(List.of());
  }

  /** The operator's policy, for what the provider's cloud accepts. */
  TokenPolicy tokenPolicy() {
    return settings.tokenPolicy().accepting(provider.tokenAlgorithms());
  }
}
