// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import java.time.Instant;
import java.util.Optional;

/** Temporary credentials that STS has issued, and their scope. */
public record Session(
    String accessKeyId,
    String accessKeySecret,
    String securityToken,
    Role role,
    String name,
    Optional<String> policy,
    Instant expiry) {}
