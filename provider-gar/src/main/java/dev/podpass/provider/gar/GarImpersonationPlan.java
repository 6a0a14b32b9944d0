// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.failure.CredentialException;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.PodTokenPlan;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plan to impersonate a service account: IAM Credentials {@code generateAccessToken} after the
 * token exchange.
 *
 * @param federated the plan of the token exchange
 * @param account the service account, and the source that names it
 * @param endpoint the IAM Credentials endpoint
 * @param terms the parameters of the access token
 */
record GarImpersonationPlan(
    GarFederatedPlan federated, Sourced<ServiceAccountEmail> account, URI endpoint, Terms terms)
    implements PodTokenPlan {

  /**
   * The parameters of an impersonated access token.
   *
   * @param delegates the delegation chain
   * @param lifetime its lifetime
   * @param scope its scope
   */
  record Terms(List<ServiceAccountEmail> delegates, Duration lifetime, GarScope scope) {}

  static GarImpersonationPlan of(
      GarFederatedPlan federated, Sourced<ServiceAccountEmail> account, ProviderSettings settings) {
    return new GarImpersonationPlan(
        federated,
        account,
        Universe.of(settings).iamCredentials(settings),
        new Terms(
            settings.get(GarOptions.DELEGATES),
            settings.get(GarOptions.TOKEN_LIFETIME),
            GarScope.of(settings, GarScope.READ_ONLY)));
  }

  @Override
  public PlanDescription description() {
    return PlanDescription.of(
            new Identity(federated.registry(), "scope " + terms.scope().shortName(), parts()),
            federated.tokenAudiences(),
            List.of(federated.step(), step()))
        .with(parameters());
  }

  private List<Part> parts() {
    return Stream.concat(
            Stream.of(new Part("service account", account.map(ServiceAccountEmail::text))),
            federated.parts().stream())
        .toList();
  }

  private List<Parameter> parameters() {
    String delegates =
        terms.delegates().stream().map(ServiceAccountEmail::text).collect(Collectors.joining(", "));
    return List.of(
        new Parameter("scope of the federated token", federated.scope().text()),
        new Parameter("scope", terms.scope().text()),
        new Parameter("lifetime", terms.lifetime().toSeconds() + "s"),
        new Parameter("delegates", delegates.isEmpty() ? "none" : delegates));
  }

  ExchangeStep step() {
    return new ExchangeStep(
        "generateAccessToken",
        endpoint.resolve("/v1/" + account.value().resource() + ":generateAccessToken"));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(GoogleError::find, error -> GarFailure.of(error, this, token.claims()));
    return connections.call(() -> impersonated(token, calls)).credential();
  }

  private AccessToken impersonated(ValidatedToken token, CloudCalls calls) {
    AccessToken own = SdkStsExchange.exchange(federated, token, calls);
    try {
      return SdkImpersonation.impersonate(this, own, calls).within(own.expiry());
    } catch (CredentialException e) {
      throw e.hiding(own.value());
    }
  }
}
