// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.secret.Secret;

/**
 * Requests an Entra ID access token with the pod's token as client assertion (RFC 7523).
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">access
 *     token request with a federated credential</a>
 */
final class SdkTokenRequest {
  private SdkTokenRequest() {}

  static Secret accessToken(AcrIdentity identity, AcrCloud cloud, Secret token) {
    TokenRequestContext scope = new TokenRequestContext().addScopes(cloud.scope());
    return CloudAnswer.secret(
        "access_token", credential(identity, cloud, token).getTokenSync(scope).getToken());
  }

  /** A credential is given its ids when it is built, so there is one for each pull. */
  private static TokenCredential credential(AcrIdentity identity, AcrCloud cloud, Secret token) {
    return SdkClients.credential()
        .authorityHost(cloud.authority().toString())
        .tenantId(identity.tenant().value().text())
        .clientId(identity.client().value().text())
        .clientAssertion(() -> token.reveal())
        .build();
  }
}
