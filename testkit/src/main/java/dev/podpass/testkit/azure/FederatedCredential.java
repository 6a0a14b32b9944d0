// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.oidc.PublishedIssuer;

/**
 * Whose tokens stand for an application. Entra compares all three letter by letter; there are no
 * wildcards.
 */
public record FederatedCredential(PublishedIssuer issuer, String subject, String audience) {}
