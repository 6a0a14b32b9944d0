// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.spi.trust.TemplateTrust;

/**
 * The AWS trust setup for a service account: an OIDC provider for the issuer, a role whose trust
 * policy names the subject, and, where a registry is another account's, a policy of its
 * repositories.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html">Create
 *     a role for OpenID Connect federation</a>
 */
public final class EcrTrust extends TemplateTrust<EcrGrant> {
  /** Creates the guide. */
  public EcrTrust() {
    super(
        "ecr", EcrGrant::of, EcrTrustScript::adding, EcrTrustScript::removing, EcrTrustModule::of);
  }

  @Override
  public boolean trustsNamespaces() {
    return true;
  }
}
