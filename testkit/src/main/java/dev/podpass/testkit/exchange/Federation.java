// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import dev.podpass.testkit.oidc.PublishedIssuer;

/**
 * The tokens that an identity of a registry trusts: of an issuer, with this subject and audience.
 */
public record Federation(PublishedIssuer issuer, String subject, String audience) {}
