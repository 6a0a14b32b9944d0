// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

/**
 * Whom and what an entry is about, to be shown to an operator.
 *
 * @param provider the id of the provider
 * @param registry the registry host
 * @param workload the namespace and the service account
 * @param identity as whom
 */
public record EntryDescription(
    String provider, String registry, String workload, String identity) {}
