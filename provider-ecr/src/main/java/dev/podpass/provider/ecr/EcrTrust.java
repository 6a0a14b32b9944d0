// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import java.util.List;

/**
 * The AWS trust setup for a service account: an OIDC provider for the issuer, a role whose trust
 * policy names the subject, and, where a registry is another account's, a policy of its
 * repositories.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html">Create
 *     a role for OpenID Connect federation</a>
 */
final class EcrTrust implements TrustGuide {
  @Override
  public List<ProviderOption<?>> options() {
    return List.of();
  }

  @Override
  public String shell(TrustRequest request) {
    return EcrTrustScript.adding(EcrGrant.of(request));
  }

  @Override
  public String removal(TrustRequest request) {
    return EcrTrustScript.removing(EcrGrant.of(request));
  }

  @Override
  public String terraform(TrustRequest request) {
    return EcrTrustModule.of(EcrGrant.of(request));
  }
}
