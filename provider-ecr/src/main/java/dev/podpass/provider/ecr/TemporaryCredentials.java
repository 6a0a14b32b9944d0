// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.secret.Secret;
import java.time.Instant;

/** Temporary AWS credentials. */
record TemporaryCredentials(String accessKeyId, Secret secretKey, Secret token, Instant expiry) {}
