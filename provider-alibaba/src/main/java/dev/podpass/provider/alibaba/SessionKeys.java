// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.secret.Secret;
import java.time.Instant;

/** Temporary credentials of Alibaba Cloud. */
record SessionKeys(String accessKeyId, Secret secretKey, Secret token, Instant expiry) {}
