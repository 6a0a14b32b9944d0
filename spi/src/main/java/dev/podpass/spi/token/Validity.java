// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.token;

import java.time.Instant;
import java.util.Optional;

/**
 * The period in which a token is valid.
 *
 * @param expiry {@code exp}: from this instant on it must not be accepted
 * @param notBefore {@code nbf}: before this instant it must not be accepted
 * @param issuedAt {@code iat}
 * @since 0.1
 */
public record Validity(Instant expiry, Optional<Instant> notBefore, Optional<Instant> issuedAt) {}
