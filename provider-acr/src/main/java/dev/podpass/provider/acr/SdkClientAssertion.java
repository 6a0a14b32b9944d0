// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.azure.core.credential.AccessToken;
import dev.podpass.provider.acr.AccessTokenPlan.Federated;
import dev.podpass.secret.Secret;
import dev.podpass.spi.CloudError;
import dev.podpass.token.ValidatedToken;

/**
 * Has the pod's token stand as the client assertion of an application or a managed identity (RFC
 * 7523).
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#third-case-access-token-request-with-a-federated-credential">access
 *     token request with a federated credential</a>
 */
final class SdkClientAssertion {
  private SdkClientAssertion() {}

  static Secret exchange(Federated plan, ValidatedToken token, AzureCall call) {
    AccessToken answer = call.of(plan.step(), () -> ask(plan, token));
    String value = answer.getToken();
    if (value == null || value.isBlank()) {
      throw CloudError.unusable(plan.step());
    }
    return Secret.of(value);
  }

  /** A credential is given its ids when it is built, so there is one for each pull. */
  private static AccessToken ask(Federated plan, ValidatedToken token) {
    return SdkClients.credential()
        .authorityHost(plan.cloud().authority().toString())
        .tenantId(plan.pulling().tenant().value().text())
        .clientId(plan.pulling().client().value().text())
        .clientAssertion(() -> token.value().reveal())
        .build()
        .getTokenSync(SdkClients.REGISTRIES);
  }
}
