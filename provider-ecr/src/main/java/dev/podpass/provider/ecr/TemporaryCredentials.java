// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.secret.Secret;
import java.time.Instant;

/**
 * Temporary credentials of AWS.
 *
 * @param accessKeyId names the key
 * @param secretKey signs requests
 * @param token belongs to them
 * @param expiry when they end
 */
record TemporaryCredentials(String accessKeyId, Secret secretKey, Secret token, Instant expiry) {}
