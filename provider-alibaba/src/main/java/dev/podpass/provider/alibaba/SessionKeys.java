// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.secret.Secret;
import java.time.Instant;

/**
 * Temporary credentials of Alibaba Cloud.
 *
 * @param accessKeyId the id of the key
 * @param secretKey the key that signs requests
 * @param token the security token
 * @param expiry their expiry
 */
record SessionKeys(String accessKeyId, Secret secretKey, Secret token, Instant expiry) {}
