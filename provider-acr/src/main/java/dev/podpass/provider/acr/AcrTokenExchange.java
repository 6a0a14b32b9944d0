// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.util.Optional;

/** Carries a plan out; the seam in front of Azure's libraries. */
@FunctionalInterface
interface AcrTokenExchange {
  RegistryCredential exchange(
      AcrPlan plan, Optional<ValidatedToken> token, Connections connections);
}
