// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import java.net.URI;

/**
 * The session of a role to request from STS with the pod's token.
 *
 * @param role the role, and the source that names it
 * @param audience the audience required in the token
 * @param endpoint the STS endpoint
 * @param terms the parameters of the session
 */
record RoleSession(Sourced<RoleArn> role, String audience, URI endpoint, SessionTerms terms) {
  /** The AssumeRoleWithWebIdentity call. */
  ExchangeStep step() {
    return new ExchangeStep("AssumeRoleWithWebIdentity", endpoint);
  }
}
