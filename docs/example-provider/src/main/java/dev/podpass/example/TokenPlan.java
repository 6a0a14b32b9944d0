// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Set;

/**
 * Nothing is exchanged, so the token leaves its box only as the password.
 *
 * @param registry the registry
 * @param username whom the registry knows, and who named it
 * @param audience what the token must be meant for
 */
record TokenPlan(RegistryHost registry, Sourced<String> username, String audience)
    implements PodTokenPlan {

  @Override
  public PlanDescription description() {
    Identity user =
        new Identity(registry, "registry", List.of(new Identity.Part("user", username)));
    return PlanDescription.of(user, Set.of(audience), List.of());
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    return RegistryCredential.of(username.value(), token.value())
        .expiringAt(token.claims().validity().expiry());
  }
}
