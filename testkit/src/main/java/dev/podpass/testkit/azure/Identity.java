// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

/** Who a token is for: an application in a tenant, both by their ids. */
public record Identity(String tenant, String clientId) {}
