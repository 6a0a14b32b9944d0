// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plan to impersonate a service account: IAM Credentials {@code generateAccessToken} after the
 * token exchange.
 *
 * @param federated the plan of the token exchange
 * @param impersonation the impersonation after it
 */
record GarImpersonationPlan(GarFederatedPlan federated, Impersonation impersonation)
    implements PodTokenPlan {

  static GarImpersonationPlan of(
      GarFederatedPlan federated, Sourced<ServiceAccountEmail> account, ProviderSettings settings) {
    return new GarImpersonationPlan(
        federated,
        new Impersonation(
            account, Universe.of(settings).iamCredentials(settings), GarScope.READ_ONLY));
  }

  @Override
  public PlanDescription description() {
    return PlanDescription.of(
            new Identity(federated.registry(), impersonation.scope().shortName(), parts()),
            federated.tokenAudiences(),
            List.of(federated.exchange().step(), impersonation.step()))
        .with(parameters());
  }

  private List<Part> parts() {
    return Stream.concat(
            Stream.of(
                new Part(
                    "service account", impersonation.account().map(ServiceAccountEmail::text))),
            federated.parts().stream())
        .toList();
  }

  private List<Parameter> parameters() {
    return List.of(
        new Parameter("scope of the federated token", federated.exchange().scope().text()),
        new Parameter("scope", impersonation.scope().text()),
        new Parameter("lifetime", Impersonation.LIFETIME.toSeconds() + "s"));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls = new CloudCalls(GarFailure.READER, error -> failure(error, token.claims()));
    return connections.call(() -> impersonated(token, calls)).credential();
  }

  CredentialException failure(CloudError error, UnverifiedClaims claims) {
    return error.step().equals(impersonation.step())
        ? GarFailure.of(error, impersonation, federated.exchange(), claims)
        : GarFailure.of(error, federated.exchange(), claims);
  }

  private AccessToken impersonated(ValidatedToken token, CloudCalls calls) {
    AccessToken own = SdkStsExchange.exchange(federated.exchange(), token, calls);
    try {
      return SdkImpersonation.impersonate(impersonation, own, calls).within(own.expiry());
    } catch (CredentialException e) {
      throw e.hiding(own.value());
    }
  }
}
