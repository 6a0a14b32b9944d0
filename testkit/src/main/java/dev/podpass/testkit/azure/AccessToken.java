// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.time.Instant;

/**
 * A token of Entra's.
 *
 * @param value the token itself, a JWT
 * @param identity whose it is
 * @param audience what it is for, such as {@code https://containerregistry.azure.net}
 */
public record AccessToken(String value, Identity identity, String audience, Instant expiry) {}
