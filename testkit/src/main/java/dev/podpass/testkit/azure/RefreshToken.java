// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.time.Instant;

/**
 * A registry password, and its scope.
 *
 * @param value the password, a JWT; the user is {@code 00000000-0000-0000-0000-000000000000}
 * @param registry the login server, whose regional endpoints take it as well
 * @param identity who pulls with it
 */
public record RefreshToken(String value, String registry, Identity identity, Instant expiry) {}
