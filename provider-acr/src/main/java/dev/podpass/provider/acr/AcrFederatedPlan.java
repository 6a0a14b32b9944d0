// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Set;

/**
 * The plan to request an Entra ID access token with the pod's token as client assertion, and to
 * exchange it at the registry.
 */
record AcrFederatedPlan(AcrTarget target, AcrIdentity pulling, String subject)
    implements PodTokenPlan {

  @Override
  public PlanDescription description() {
    return target.describe(
        List.of(
            new Part("client", pulling.client().map(ClientId::text)),
            new Part("tenant", pulling.tenant().map(TenantId::text)),
            new Part("subject", new Sourced<>(subject, "the token"))),
        Set.of(target.cloud().tokenAudience()),
        step());
  }

  private ExchangeStep step() {
    return new ExchangeStep(
        "token request",
        target.cloud().authority().resolve("/" + pulling.tenant().value() + "/oauth2/v2.0/token"));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(
            AzureError::find, error -> AcrFailure.of(error, target, pulling, token.claims()));
    return new LoginServer(target, calls, connections)
        .credential(() ->
            connections.call(() ->
                calls.call(
                    step(), () -> SdkTokenRequest.accessToken(pulling, target.cloud(), token))));
  }
}
