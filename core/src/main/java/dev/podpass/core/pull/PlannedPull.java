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
 *
 * @param settings the operator's settings
 * @param progress records facts about the pull
 * @param kubeletRequest kubelet's request
 * @param route the way of its image
 * @param provider the provider of the registry
 * @param request the input of the plan, with the image at the end of the route
 * @param plan the planned exchange
 * @param token the token of kubelet's request
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
