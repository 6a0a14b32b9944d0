// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Pod;
import java.util.Set;

/**
 * The plan to request an Entra ID access token with the pod's token as client assertion, and to
 * exchange it at the registry.
 */
final class AcrFederatedPlan {
  private AcrFederatedPlan() {}

  static Exchange of(AcrTarget target, AcrIdentity pulling, Pod pod) {
    AcrCloud cloud = target.cloud();
    ExchangeStep step =
        new ExchangeStep(
            "token request",
            cloud.authority().resolve("/" + pulling.tenant().value() + "/oauth2/v2.0/token"));
    return target
        .complete(
            Exchange.as("client", pulling.client().map(ClientId::text))
                .and("tenant", pulling.tenant().map(TenantId::text))
                .and("subject", pod.subject())
                .audiences(Set.of(cloud.tokenAudience())),
            step)
        .errors(
            ErrorFormat.of(
                AzureError::find, error -> AcrFailure.of(error, target, pulling, pod.claims())))
        .run(calls ->
            new LoginServer(target, calls)
                .credential(() ->
                    calls.sdk(
                        step, () -> SdkTokenRequest.accessToken(pulling, cloud, calls.token()))));
  }
}
