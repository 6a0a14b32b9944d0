// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

/**
 * Who may assume a role with a token.
 *
 * @param issuer the URL of the OIDC provider
 * @param subject the token's subject; may hold {@code *} and {@code ?}
 * @param audience the token's audience
 */
public record Trust(String issuer, String subject, String audience) {
  boolean admits(WebIdentity identity) {
    return issuer.equals(identity.issuer())
        && audience.equals(identity.audience())
        && Wildcards.match(subject, identity.subject());
  }
}
