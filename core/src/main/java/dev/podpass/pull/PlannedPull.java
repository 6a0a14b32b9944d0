// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.failure.CredentialException;
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
  private final Planned planned;
  private final Optional<ServiceAccountToken> token;

  PlannedPull(Planned planned, Optional<ServiceAccountToken> token) {
    this.planned = planned;
    this.token = token;
  }

  /** The provider that serves the registry. */
  public RegistryCredentialProvider provider() {
    return planned.provider();
  }

  /** What the plan was made from. */
  public CredentialRequest request() {
    return planned.request();
  }

  /** The token of the request. */
  public Optional<ServiceAccountToken> token() {
    return token;
  }

  /** The exchange. */
  public ExchangePlan plan() {
    return planned.plan();
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
          switch (plan()) {
            case TokenlessPlan _ -> Optional.empty();
            case PodTokenPlan pods ->
                token.map(t -> planned.settings().tokenPolicy().validate(t, pods.audiences()));
          };
      return new ValidatedPull(planned, validated);
    } catch (CredentialException e) {
      throw planned.asked().withoutToken(e);
    }
  }

  /** Checks the token of the request by each rule on its own; empty if there is none. */
  public List<TokenCheck> inspectToken() {
    return token
        .map(t -> planned.settings().tokenPolicy().inspect(t, plan().audiences()))
        .orElse(List.of());
  }
}
