// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import java.net.URI;
import java.util.Optional;

/** The session of a role to request from STS with the pod's token; CloudTrail shows its name. */
record RoleSession(
    Sourced<RoleArn> role, String audience, URI endpoint, String name, Optional<String> policy) {
  ExchangeStep step() {
    return new ExchangeStep("AssumeRoleWithWebIdentity", endpoint);
  }
}
