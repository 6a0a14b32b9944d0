// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

/** The description of an entry for operators; the workload is namespace and service account. */
public record EntryDescription(String provider, String registry, String workload, String identity) {

  /** Whether it is for the same pulls; an identity may be named in several ways. */
  boolean isForSame(EntryDescription other) {
    return provider.equals(other.provider)
        && registry.equals(other.registry)
        && workload.equals(other.workload);
  }
}
