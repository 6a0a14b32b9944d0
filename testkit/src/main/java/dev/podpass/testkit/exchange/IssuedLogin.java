// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import java.time.Instant;

/**
 * A login that a registry has issued.
 *
 * @param identity a robot, a user, a service, or what the registry calls it
 */
public record IssuedLogin(
    String host, String identity, String username, String password, Instant expiry) {}
