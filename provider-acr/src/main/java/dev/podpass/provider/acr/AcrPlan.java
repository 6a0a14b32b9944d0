// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.image.ImageReference;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An exchange for Azure Container Registry.
 *
 * @param image the image
 * @param host its registry
 * @param access whose access token the registry exchanges
 * @param sdk does it
 */
record AcrPlan(
    ImageReference image, AcrRegistryHost host, AccessTokenPlan access, AcrTokenExchange sdk)
    implements ExchangePlan {

  /** The first two calls go out side by side. */
  @Override
  public PlanDescription description() {
    return PlanDescription.of(
            new Identity(image.registry(), "what the identity may do there", access.identity()),
            access.tokenAudiences(),
            List.of(access.step(), challengeStep(), exchangeStep()))
        .with(access.parameters());
  }

  ExchangeStep challengeStep() {
    return new ExchangeStep("challenge", at("/v2/"));
  }

  ExchangeStep exchangeStep() {
    return new ExchangeStep("token exchange", at("/oauth2/exchange"));
  }

  /** The image's own host, whatever the challenge says. */
  private URI at(String path) {
    return URI.create("https://" + host.name() + path);
  }

  @Override
  public CredentialAnswer exchange(Optional<ValidatedToken> token, Connections connections) {
    return sdk.exchange(this, token, connections);
  }
}
