// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Set;

/** The plan to use the pod's token itself as the password. Nothing is sent by podpass. */
record PassthroughPlan(Identity identity, String username, String audience)
    implements PodTokenPlan {

  @Override
  public PlanDescription description() {
    return PlanDescription.of(identity, Set.of(audience), List.of());
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    return RegistryCredential.of(username, token.value())
        .expiringAt(token.claims().validity().expiry());
  }
}
