// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.image.ImageReference;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.util.Optional;

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
  public PlanDescription description() {
    return PlanDescription.of(
            new Identity(image.registry(), "scope " + access.scopeName(), access.identity()),
            access.tokenAudiences(),
            access.steps())
        .with(access.parameters());
  }

  @Override
  public CredentialAnswer exchange(Optional<ValidatedToken> token, Connections connections) {
    return sdk.exchange(this, token, connections);
  }
}
