// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.protocol.CacheKeyType;
import dev.podpass.spi.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * The way of an image: which registry's credential it needs ({@code effective}), and under which
 * registry's name kubelet has to get it ({@code requested}). {@code cacheKeys} are the most images
 * of the requested registry that one credential may be used for.
 */
public record Route(
    ImageReference requested,
    ImageReference effective,
    Optional<Mirror> mirror,
    CacheKeyType cacheKeys,
    List<String> pushRepositories) {

  /** A registry itself, of which no image is named. */
  static Route of(WholeRegistry registry) {
    ImageReference all = ImageReference.ofRegistry(registry.host());
    return new Route(
        all, all, Optional.empty(), CacheKeyType.REGISTRY, registry.pushRepositories());
  }

  /** The image of the mirror, if there is one. */
  Optional<ImageReference> mirrored() {
    return mirror.map(_ -> effective);
  }

  /** The images that kubelet may use a credential for. */
  CacheKeyType cacheKeys(CacheKeyType ofTarget) {
    return cacheKeys == CacheKeyType.IMAGE ? cacheKeys : ofTarget;
  }

  /** The registry for operators: both names, if there are two. */
  String registries() {
    return mirror.isEmpty()
        ? requested.registry().toString()
        : requested.registry() + " at " + effective.registry();
  }
}
