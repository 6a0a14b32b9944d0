// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import dev.podpass.testkit.oidc.PublishedIssuer;
import java.util.Set;

/** An issuer as an account has registered it. */
record OidcProvider(PublishedIssuer issuer, Set<String> clientIds) {}
