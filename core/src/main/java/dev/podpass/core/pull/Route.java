// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.image.ImageReference;
import java.util.Optional;

/**
 * The way of an image: which registry's credential it needs, and under which registry's name
 * kubelet has to get it.
 *
 * @param asked the image as kubelet names it
 * @param pulled the image that is planned, validated and exchanged for; equal to it without a
 *     mirror
 * @param mirror the mirror that it follows
 * @param images the most images of the asked registry that one credential may be used for
 */
public record Route(
    ImageReference asked, ImageReference pulled, Optional<Mirror> mirror, CacheKeyType images) {

  /** The image of the mirror, if there is one. */
  Optional<ImageReference> mirrored() {
    return mirror.map(_ -> pulled);
  }

  /** The images that kubelet may use a credential for. */
  CacheKeyType images(CacheKeyType ofTarget) {
    return images == CacheKeyType.IMAGE ? images : ofTarget;
  }

  /** The registry for operators: both names, if there are two. */
  String registries() {
    return mirror.isEmpty()
        ? asked.registry().toString()
        : asked.registry() + " at " + pulled.registry();
  }
}
