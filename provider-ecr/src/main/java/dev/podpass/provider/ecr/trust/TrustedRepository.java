// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ShortHash;

/**
 * An ECR repository that the role may pull from.
 *
 * @param registry its registry
 * @param name its name in the registry
 */
record TrustedRepository(Private registry, String name) {
  private static final int LONGEST_NAME = 40;

  static TrustedRepository of(Private registry, ImageReference image) {
    return new TrustedRepository(registry, image.repository());
  }

  String arn() {
    return "arn:%s:ecr:%s:%s:repository/%s"
        .formatted(registry.partition().id(), registry.region(), registry.account(), name);
  }

  /** A name that no other repository has, in letters that names of policies may have. */
  String shortName() {
    String plain = name.replace('/', '.');
    return plain.substring(0, Math.min(plain.length(), LONGEST_NAME)) + "-" + ShortHash.of(arn());
  }
}
