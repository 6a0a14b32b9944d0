// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.failure.CredentialException;
import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.PodTokenPlan;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.TokenlessPlan;
import dev.podpass.token.ServiceAccountToken;
import dev.podpass.token.TokenCheck;
import dev.podpass.token.ValidatedToken;
import java.util.List;
import java.util.Optional;

/** What would be done for a request: as whom, where, for what. Nothing is sent yet. */
public final class PlannedPull {
  private final PullSettings settings;
  private final PullProgress progress;
  private final CredentialProviderRequest asked;
  private final RegistryCredentialProvider provider;
  private final CredentialRequest request;
  private final Optional<ServiceAccountToken> token;
  private final ExchangePlan plan;

  PlannedPull(
      PullSettings settings,
      PullProgress progress,
      CredentialProviderRequest asked,
      RegistryCredentialProvider provider,
      CredentialRequest request,
      Optional<ServiceAccountToken> token,
      ExchangePlan plan) {
    this.settings = settings;
    this.progress = progress;
    this.asked = asked;
    this.provider = provider;
    this.request = request;
    this.token = token;
    this.plan = plan;
  }

  /** The provider that serves the registry. */
  public RegistryCredentialProvider provider() {
    return provider;
  }

  /** What the plan was made from. */
  public CredentialRequest request() {
    return request;
  }

  /** The token of the request. */
  public Optional<ServiceAccountToken> token() {
    return token;
  }

  /** The exchange. */
  public ExchangePlan plan() {
    return plan;
  }

  /**
   * Lets the token of the request be sent, which the plan was made from. A {@link TokenlessPlan}
   * does not get to see it.
   *
   * @throws CredentialException if the token may not be sent
   */
  public ValidatedPull validate() {
    try {
      Optional<ValidatedToken> validated =
          switch (plan) {
            case TokenlessPlan _ -> Optional.empty();
            case PodTokenPlan pods ->
                token.map(t -> settings.tokenPolicy().validate(t, pods.audiences()));
          };
      return new ValidatedPull(settings, progress, this, validated);
    } catch (CredentialException e) {
      throw withoutToken(e);
    }
  }

  /** Checks the token of the request by each rule on its own; empty if there is none. */
  public List<TokenCheck> inspectToken() {
    return token.map(t -> settings.tokenPolicy().inspect(t, plan.audiences())).orElse(List.of());
  }

  CredentialException withoutToken(CredentialException e) {
    return asked.withoutToken(e);
  }
}
