// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.secret.Secret;
import java.time.Instant;

/**
 * Temporary AWS credentials.
 *
 * @param accessKeyId the id of the key
 * @param secretKey the key that signs requests
 * @param token the session token
 * @param expiry their expiry
 */
record TemporaryCredentials(String accessKeyId, Secret secretKey, Secret token, Instant expiry) {}
