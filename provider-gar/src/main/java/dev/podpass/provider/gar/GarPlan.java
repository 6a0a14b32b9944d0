// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.http.Connections;
import dev.podpass.image.ImageReference;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.token.AcceptedToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An exchange for Artifact Registry.
 *
 * @param image the image
 * @param access whose access token becomes the password
 * @param sdk does it
 */
record GarPlan(ImageReference image, AccessTokenPlan access, GarTokenExchange sdk)
    implements ExchangePlan {

  @Override
  public Identity identity() {
    return new Identity(image.registry(), "scope " + access.scopeName(), access.identity());
  }

  @Override
  public Set<String> audiences() {
    return access.tokenAudiences();
  }

  @Override
  public List<ExchangeStep> steps() {
    return access.steps();
  }

  @Override
  public List<Detail> details() {
    return access.details();
  }

  @Override
  public CredentialAnswer exchange(Optional<AcceptedToken> token, Connections connections) {
    return sdk.exchange(this, token, connections);
  }
}
