// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.util.Optional;

/** Carries a plan out; the seam in front of the AWS SDK. */
@FunctionalInterface
interface EcrTokenExchange {
  RegistryCredential exchange(
      EcrPlan plan, Optional<ValidatedToken> token, Connections connections);
}
