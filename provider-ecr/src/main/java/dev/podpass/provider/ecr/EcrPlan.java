// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

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
 * An exchange for ECR.
 *
 * @param image the image
 * @param host its registry
 * @param endpoint where the authorization token is asked for
 * @param session the AWS session that asks
 * @param sdk does it
 */
record EcrPlan(
    ImageReference image,
    EcrRegistryHost host,
    URI endpoint,
    SessionPlan session,
    EcrTokenExchange sdk)
    implements ExchangePlan {

  @Override
  public PlanDescription description() {
    return switch (session.scope()) {
      case IMAGE -> describe("repository " + image.repository()).forRepository(image.repository());
      case REGISTRY -> describe("registry");
    };
  }

  private PlanDescription describe(String scope) {
    Identity identity = new Identity(image.registry(), scope, List.of(session.identity()));
    return PlanDescription.of(
            identity, session.audiences(), List.of(session.step(), authorization()))
        .with(session.parameters());
  }

  /** The call that the session makes. */
  ExchangeStep authorization() {
    return new ExchangeStep("GetAuthorizationToken", endpoint);
  }

  @Override
  public CredentialAnswer exchange(Optional<ValidatedToken> token, Connections connections) {
    return sdk.exchange(this, token, connections);
  }
}
