// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.image.RegistryHost;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pulls as nobody: asks no one, sends nothing.
 *
 * @param registry the registry of the image
 */
public record AnonymousPlan(RegistryHost registry) implements ExchangePlan {
  @Override
  public PlanDescription description() {
    Identity.Part nobody = new Identity.Part("identity", new Sourced<>("nobody", "policy"));
    return PlanDescription.of(
        new Identity(registry, "anonymous", List.of(nobody)), Set.of(), List.of());
  }

  @Override
  public CredentialAnswer exchange(Optional<ValidatedToken> token, Connections connections) {
    return new CredentialAnswer.Anonymous();
  }
}
