// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.List;

/**
 * What an entry of the kubelet's {@code CredentialProviderConfig} has to say for a provider
 * (KEP-4412).
 *
 * @param matchImages patterns for every host form that the provider serves; a {@code *} matches one
 *     label
 * @param audience {@code serviceAccountTokenAudience}
 * @param annotationKeys {@code optionalServiceAccountAnnotationKeys}
 * @param cacheType whose tokens may share an answer
 */
public record KubeletProfile(
    List<String> matchImages, String audience, List<String> annotationKeys, CacheType cacheType) {

  /** Keeps its own copies of the lists. */
  public KubeletProfile {
    matchImages = List.copyOf(matchImages);
    annotationKeys = List.copyOf(annotationKeys);
  }

  /** The same, but no two pods share an answer. */
  public KubeletProfile perPod() {
    return new KubeletProfile(matchImages, audience, annotationKeys, CacheType.TOKEN);
  }

  /** The {@code cacheType} of {@code tokenAttributes}. */
  public enum CacheType {
    /** {@code ServiceAccount}: pods of one service account share answers. */
    SERVICE_ACCOUNT,
    /** {@code Token}: every pod has its own; needed where the token itself is the password. */
    TOKEN
  }
}
