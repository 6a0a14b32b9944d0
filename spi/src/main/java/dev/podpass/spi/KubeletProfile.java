// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.List;
import java.util.stream.Stream;

/**
 * The fields of an entry in kubelet's {@code CredentialProviderConfig} that a provider determines
 * (KEP-4412).
 *
 * @since 0.1
 */
public final class KubeletProfile {
  private final List<String> matchImages;
  private final String audience;
  private final List<String> annotationKeys;
  private final CacheType cacheType;

  private KubeletProfile(
      List<String> matchImages, String audience, List<String> annotationKeys, CacheType cacheType) {
    this.matchImages = List.copyOf(matchImages);
    this.audience = audience;
    this.annotationKeys = List.copyOf(annotationKeys);
    this.cacheType = cacheType;
  }

  /**
   * A profile without annotations whose answers all pods of a service account share.
   *
   * @param matchImages patterns for every host form that the provider serves; a {@code *} matches
   *     one label
   * @param audience {@code serviceAccountTokenAudience}
   */
  public static KubeletProfile of(List<String> matchImages, String audience) {
    return new KubeletProfile(matchImages, audience, List.of(), CacheType.SERVICE_ACCOUNT);
  }

  /** The same profile with these {@code matchImages} as well. */
  public KubeletProfile matchingToo(List<String> more) {
    List<String> all = Stream.concat(matchImages.stream(), more.stream()).distinct().toList();
    return new KubeletProfile(all, audience, annotationKeys, cacheType);
  }

  /** The same profile with these {@code optionalServiceAccountAnnotationKeys}. */
  public KubeletProfile withAnnotationKeys(List<String> keys) {
    return new KubeletProfile(matchImages, audience, keys, cacheType);
  }

  /** The same profile with answers that no two pods share. */
  public KubeletProfile perPod() {
    return new KubeletProfile(matchImages, audience, annotationKeys, CacheType.TOKEN);
  }

  /** {@code matchImages}: a {@code *} matches one label. */
  public List<String> matchImages() {
    return matchImages;
  }

  /** {@code serviceAccountTokenAudience}. */
  public String audience() {
    return audience;
  }

  /** {@code optionalServiceAccountAnnotationKeys}. */
  public List<String> annotationKeys() {
    return annotationKeys;
  }

  /** The tokens that may share an answer. */
  public CacheType cacheType() {
    return cacheType;
  }

  /** The {@code cacheType} of {@code tokenAttributes}. */
  public enum CacheType {
    /** {@code ServiceAccount}: pods of one service account share answers. */
    SERVICE_ACCOUNT,
    /** {@code Token}: every pod has its own; required where the token itself is the password. */
    TOKEN
  }
}
