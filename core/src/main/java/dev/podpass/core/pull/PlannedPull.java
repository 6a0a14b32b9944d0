// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangePlan.TokenlessPlan;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.token.ServiceAccountToken;
import dev.podpass.spi.token.TokenPolicy.TokenCheck;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Optional;

/**
 * The first stage of a pull: identity, calls and parameters are decided, and nothing has been sent.
 */
public final class PlannedPull {
  private final Planned planned;
  private final Optional<ServiceAccountToken> token;

  PlannedPull(Planned planned, Optional<ServiceAccountToken> token) {
    this.planned = planned;
    this.token = token;
  }

  public RegistryCredentialProvider provider() {
    return planned.provider();
  }

  /** The way of the image; the input of the plan has the image at its end. */
  public Route route() {
    return planned.route();
  }

  /** The input of the plan. */
  public CredentialRequest request() {
    return planned.request();
  }

  public Optional<ServiceAccountToken> token() {
    return token;
  }

  /** The planned exchange. */
  public ExchangePlan plan() {
    return planned.plan();
  }

  /**
   * Validates the token of the request, so that it may be sent. A {@link TokenlessPlan} does not
   * receive it.
   *
   * @throws CredentialException if the token must not be sent
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

  /** Applies each rule to the token on its own; empty if there is no token. */
  public List<TokenCheck> inspectToken() {
    return token
        .map(t -> planned.settings().tokenPolicy().inspect(t, plan().audiences()))
        .orElse(List.of());
  }
}
