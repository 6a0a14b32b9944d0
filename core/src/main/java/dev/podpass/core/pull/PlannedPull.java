// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.token.ServiceAccountToken;
import dev.podpass.spi.token.TokenPolicy.TokenCheck;
import java.util.List;
import java.util.Optional;

/**
 * The first stage of a pull: identity, calls and parameters are decided, and nothing has been sent.
 * {@code request} has the image at the end of the route.
 */
public record PlannedPull(
    PullSettings settings,
    PullProgress progress,
    CredentialProviderRequest kubeletRequest,
    Route route,
    RegistryCredentialProvider provider,
    CredentialRequest request,
    ExchangePlan plan,
    Optional<ServiceAccountToken> token) {

  /** Applies each rule to the token on its own; empty if there is no token. */
  public List<TokenCheck> inspectToken() {
    return token.map(t -> settings.tokenPolicy().inspect(t, plan.audiences())).orElse(List.of());
  }
}
