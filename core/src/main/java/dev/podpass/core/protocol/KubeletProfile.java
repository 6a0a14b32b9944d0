// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import dev.podpass.spi.Entry;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fields of an entry in kubelet's {@code CredentialProviderConfig} that follow from a provider
 * and its options (KEP-4412).
 *
 * @param matchImages a {@code *} matches one label
 * @param audience {@code serviceAccountTokenAudience}
 * @param annotationKeys {@code optionalServiceAccountAnnotationKeys}
 * @param perPod whether no two pods share an answer: the {@code cacheType} {@code Token}, instead
 *     of {@code ServiceAccount}
 */
public record KubeletProfile(
    List<String> matchImages, String audience, List<String> annotationKeys, boolean perPod) {

  public KubeletProfile {
    matchImages = List.copyOf(matchImages);
    // Two options may name one key, which kubelet refuses twice.
    annotationKeys = annotationKeys.stream().distinct().toList();
  }

  /**
   * The fields for a provider's entry.
   *
   * @param mirrored the patterns of mirrors of its registries
   * @param perPod whether the operator has no answers shared, even where the provider would
   */
  public static KubeletProfile of(Entry entry, List<String> mirrored, boolean perPod) {
    return new KubeletProfile(
        Stream.concat(entry.hosts().matchImages().stream(), mirrored.stream()).distinct().toList(),
        entry.audience(),
        entry.annotations(),
        perPod || entry.isPerPod());
  }
}
