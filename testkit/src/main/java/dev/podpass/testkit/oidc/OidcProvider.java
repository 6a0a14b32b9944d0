// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import java.util.Set;

/** An issuer as an account has registered it. */
public record OidcProvider(PublishedIssuer issuer, Set<String> clientIds) {}
