// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import java.net.URI;
import java.util.Optional;

/**
 * The session of a role to request from STS with the pod's token.
 *
 * @param role the role, and the source that names it
 * @param audience the audience required in the token
 * @param endpoint the STS endpoint
 * @param name of the session, as it appears in CloudTrail
 * @param policy the session policy, if any
 */
record RoleSession(
    Sourced<RoleArn> role, String audience, URI endpoint, String name, Optional<String> policy) {
  /** The AssumeRoleWithWebIdentity call. */
  ExchangeStep step() {
    return new ExchangeStep("AssumeRoleWithWebIdentity", endpoint);
  }
}
