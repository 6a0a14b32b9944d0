// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

/**
 * The description of an entry for operators: provider, registry, workload, identity.
 *
 * @param provider the id of the provider
 * @param registry the registry host
 * @param workload the namespace and the service account
 * @param identity the identity of the pull
 */
public record EntryDescription(String provider, String registry, String workload, String identity) {

  /** Whether it is for the same pulls; an identity may be named in several ways. */
  boolean isForSame(EntryDescription other) {
    return provider.equals(other.provider)
        && registry.equals(other.registry)
        && workload.equals(other.workload);
  }
}
