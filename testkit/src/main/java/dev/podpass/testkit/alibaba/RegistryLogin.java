// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import java.time.Instant;
import java.util.Optional;

/**
 * A login for a registry.
 *
 * @param instance the id of the instance; empty for Personal edition
 */
public record RegistryLogin(
    Optional<String> instance, String username, String password, Session session, Instant expiry) {}
