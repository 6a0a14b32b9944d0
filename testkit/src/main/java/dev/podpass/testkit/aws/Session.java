// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.time.Instant;
import java.util.Optional;

/** Temporary credentials, and their scope. */
public record Session(
    Keys keys, Role role, String name, Optional<SessionPolicy> policy, Instant expiry) {

  /** The three values that a client signs with. */
  public record Keys(String accessKeyId, String secretAccessKey, String sessionToken) {}

  /** The principal as AWS writes it in messages and logs. */
  public String arn() {
    return role.name().session(name);
  }

  /** The account that the role is of. */
  public String account() {
    return role.name().account();
  }

  /** Whether both the role and the session policy, if any, allow an action on a resource. */
  public boolean allows(String action, String resource) {
    return role.permissions().allows(action, resource) && policyAllows(action, resource);
  }

  boolean policyAllows(String action, String resource) {
    return policy.map(p -> p.rules().allows(action, resource)).orElse(true);
  }
}
