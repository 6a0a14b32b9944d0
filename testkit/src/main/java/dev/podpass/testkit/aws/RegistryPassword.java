// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.time.Instant;
import java.util.Optional;

/**
 * A registry password, and its scope.
 *
 * @param value the password alone; the user is {@code AWS}
 * @param registry the private registry's host, or empty for ECR Public
 * @param session whose permissions the password has
 */
public record RegistryPassword(
    String value, Optional<String> registry, Session session, Instant expiry) {}
