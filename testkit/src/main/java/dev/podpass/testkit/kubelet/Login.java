// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

/** What kubelet logs in to a registry with. Either may be empty. */
public record Login(String username, String password) {}
