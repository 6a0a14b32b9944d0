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
public final class Entry {
  private final Hosts hosts;
  private final String audience;
  private final List<String> annotations;
  private final boolean perPod;

  private Entry(Hosts hosts, String audience, List<String> annotations, boolean perPod) {
    this.hosts = hosts;
    this.audience = audience;
    // Two options may name one key, which kubelet refuses twice.
    this.annotations = annotations.stream().distinct().toList();
    this.perPod = perPod;
  }

  /**
   * {@return an entry without annotations whose answers all pods of a service account share}
   *
   * @param hosts the hosts of the entry
   * @param audience {@code serviceAccountTokenAudience}
   */
  public static Entry of(Hosts hosts, String audience) {
    return new Entry(hosts, audience, List.of(), false);
  }

  /**
   * {@return the same entry with these {@code optionalServiceAccountAnnotationKeys}}
   *
   * @param keys the annotations that kubelet passes, and no others
   */
  public Entry withAnnotations(List<String> keys) {
    return new Entry(hosts, audience, keys, perPod);
  }

  /**
   * {@return the same entry with answers that no two pods share, as where the token is the
   * password}
   */
  public Entry perPod() {
    return new Entry(hosts, audience, annotations, true);
  }

  /**
   * {@return the same entry with more patterns, such as those of mirrors}
   *
   * @param patterns as kubelet takes them in {@code matchImages}
   */
  public Entry matchingToo(List<String> patterns) {
    List<String> all =
        Stream.concat(hosts.matchImages().stream(), patterns.stream()).distinct().toList();
    return new Entry(Hosts.matching(all, hosts::serves), audience, annotations, perPod);
  }

  /** {@return the hosts of the entry} */
  public Hosts hosts() {
    return hosts;
  }

  /** {@return {@code matchImages}} */
  public List<String> matchImages() {
    return hosts.matchImages();
  }

  /** {@return {@code serviceAccountTokenAudience}} */
  public String audience() {
    return audience;
  }

  /** {@return {@code optionalServiceAccountAnnotationKeys}} */
  public List<String> annotations() {
    return annotations;
  }

  /** {@return whether no two pods share an answer} */
  public boolean isPerPod() {
    return perPod;
  }
}
