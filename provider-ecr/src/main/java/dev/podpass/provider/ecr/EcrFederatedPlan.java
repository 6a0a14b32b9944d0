// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.PodTokenPlan;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.UnverifiedClaims;
import dev.podpass.token.ValidatedToken;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The plan to assume a role with the pod's token, and to get an authorization token with its
 * session.
 *
 * @param target the authorization token
 * @param role the role, and the source that names it
 * @param audience the audience required in the token
 * @param endpoint the STS endpoint
 * @param terms the parameters of the session
 */
record EcrFederatedPlan(
    EcrTarget target, Sourced<RoleArn> role, String audience, URI endpoint, SessionTerms terms)
    implements PodTokenPlan {

  static EcrFederatedPlan of(
      EcrIdentity identity,
      UnverifiedClaims claims,
      CredentialRequest request,
      ProviderSettings settings) {
    EcrRegistryHost host = identity.host();
    return new EcrFederatedPlan(
        EcrTarget.of(request, host, settings.get(EcrOptions.SESSION_POLICY).images(host), settings),
        identity.role(),
        settings.get(EcrOptions.AUDIENCE),
        EcrEndpoints.sts(host, settings),
        SessionTerms.of(host, claims, request, settings));
  }

  @Override
  public PlanDescription description() {
    return target
        .describe(new Part("role", role.map(RoleArn::text)), Set.of(audience), step())
        .with(
            List.of(
                new Parameter("session name", terms.name()),
                new Parameter(
                    "session duration",
                    terms.duration().map(d -> d.toSeconds() + "s").orElse("AWS default")),
                new Parameter("session policy", terms.policy().orElse("none"))));
  }

  ExchangeStep step() {
    return new ExchangeStep("AssumeRoleWithWebIdentity", endpoint);
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    return connections.call(() -> exchange(token, SdkClients.SHARED));
  }

  CredentialAnswer exchange(ValidatedToken token, SdkClients clients) {
    CloudCalls calls =
        new CloudCalls(SdkAwsError::find, error -> EcrFailure.of(error, this, token.claims()));
    TemporaryCredentials session = SdkAssumedRole.assume(this, token, clients.sts(), calls);
    return SdkAuthorizationToken.get(target, session, clients, calls);
  }
}
