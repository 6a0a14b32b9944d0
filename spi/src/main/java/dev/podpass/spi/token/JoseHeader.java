// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.token;

import java.util.Optional;

/**
 * The header of a JWS (RFC 7515).
 *
 * @param algorithm {@code alg}; never {@code none}
 * @param keyId {@code kid}
 */
record JoseHeader(String algorithm, Optional<String> keyId) {}
