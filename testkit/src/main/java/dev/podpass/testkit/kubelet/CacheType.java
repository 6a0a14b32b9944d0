// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

/** What kubelet is configured to cache a provider's answers by. */
public enum CacheType {
  SERVICE_ACCOUNT,
  TOKEN
}
