// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The credential provider for Cloudsmith, by service accounts of an organization.
 *
 * @see <a href="https://docs.cloudsmith.com/authentication/openid-connect">OpenID Connect</a>
 */
public final class CloudsmithCredentialProvider extends FederatedProvider {
  /** The user name that Cloudsmith's documentation gives for tokens. */
  private static final String USERNAME = "token";

  /** Creates the provider. */
  public CloudsmithCredentialProvider() {
    super(CloudsmithOptions.ENTRY);
  }

  @Override
  public List<ProviderOption<?>> options() {
    return CloudsmithOptions.all();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return super.kubelet(settings)
        .withAnnotationKeys(settings.get(CloudsmithOptions.SERVICE.annotations()));
  }

  @Override
  Optional<Function<UnverifiedClaims, PodTokenPlan>> named(
      CredentialRequest request, ProviderSettings settings) {
    Sourced<String> organization = settings.require(id(), CloudsmithOptions.ORGANIZATION);
    return CloudsmithOptions.SERVICE
        .find(request, settings)
        .map(service ->
            claims ->
                plan(
                    identity(
                        request,
                        new Part("service", service),
                        new Part("organization", organization),
                        subject(claims)),
                    service.value(),
                    organization.value(),
                    settings));
  }

  private FederatedPlan plan(
      Identity identity, String service, String organization, ProviderSettings settings) {
    TokenRequest exchange =
        new TokenRequest(
            new ExchangeStep("OIDC exchange", endpoint(organization)),
            ExchangeForm.JSON,
            "oidc_token",
            List.of(new Parameter("service_slug", service)));
    TokenAnswer answer = TokenAnswer.of(TokenAnswer.user(USERNAME), "token", TokenExpiry.jwt());
    return new FederatedPlan(
        identity,
        audience(settings),
        exchange(exchange, answer),
        (error, claims) -> advice(error, claims, service, organization));
  }

  private static URI endpoint(String organization) {
    return URI.create(CloudsmithOptions.API + "/openid/" + organization + "/");
  }

  private static Advice advice(
      CloudError error, UnverifiedClaims claims, String service, String organization) {
    return new StatusAdvice(
            "Cloudsmith",
            ("let an OpenID Connect provider of the organization %s trust the issuer %s with the"
                    + " claims sub %s and aud %s for the service account %s: podpass trust"
                    + " cloudsmith")
                .formatted(
                    organization,
                    claims.issuer(),
                    claims.subject(),
                    String.join(", ", claims.audiences()),
                    service),
            "correct --cloudsmith-organization")
        .of(error);
  }

  @Override
  String howToName(ProviderSettings settings) {
    return CloudsmithOptions.SERVICE.howToName(id(), settings);
  }
}
