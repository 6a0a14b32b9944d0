// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.ValidatedToken;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plan to impersonate a service account: IAM Credentials {@code generateAccessToken} after the
 * token exchange.
 */
record GarImpersonationPlan(
    GarFederatedPlan federated, Sourced<ServiceAccountEmail> account, URI endpoint)
    implements PodTokenPlan {
  @Override
  public PlanDescription description() {
    return PlanDescription.of(
            new Identity(federated.registry(), "devstorage.read_only", parts()),
            federated.tokenAudiences(),
            List.of(federated.step(), step()))
        .with(
            List.of(
                new Parameter("scope of the federated token", SdkStsExchange.SCOPE),
                new Parameter("scope", SdkImpersonation.SCOPE),
                new Parameter("lifetime", SdkImpersonation.LIFETIME_SECONDS + "s")));
  }

  private List<Part> parts() {
    return Stream.concat(
            Stream.of(new Part("service account", account.map(ServiceAccountEmail::text))),
            federated.parts().stream())
        .toList();
  }

  ExchangeStep step() {
    return new ExchangeStep(
        "generateAccessToken",
        endpoint.resolve("/v1/" + account.value().resource() + ":generateAccessToken"));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls = new CloudCalls(GarFailure.READER, error -> failure(error, token.claims()));
    return connections.call(() -> impersonated(token, calls)).credential();
  }

  private CredentialException failure(CloudError error, UnverifiedClaims claims) {
    return error.step().equals(step())
        ? GarFailure.of(error, account, federated.pool().value(), claims)
        : GarFailure.of(error, federated.pool(), claims);
  }

  private AccessToken impersonated(ValidatedToken token, CloudCalls calls) {
    AccessToken own = federated.accessToken(token, calls);
    return calls
        .hiding(own.value())
        .call(step(), () -> SdkImpersonation.impersonate(account.value(), endpoint, own))
        .within(own.expiry());
  }
}
