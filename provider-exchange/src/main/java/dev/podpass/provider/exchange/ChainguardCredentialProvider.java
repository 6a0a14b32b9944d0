// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
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
 * The credential provider for Chainguard's registry, by assumable identities.
 *
 * @see <a
 *     href="https://edu.chainguard.dev/chainguard/administration/assumable-ids/assumable-ids/">assumable
 *     identities</a>
 */
public final class ChainguardCredentialProvider extends FederatedProvider {
  /** The audience of the registry's tokens, under whatever name images have it. */
  private static final String REGISTRY_AUDIENCE = "cgr.dev";

  private static final URI EXCHANGE = URI.create("https://issuer.enforce.dev/sts/exchange");

  /** The user name that Chainguard's documentation gives. */
  private static final String USERNAME = "user";

  /** Creates the provider. */
  public ChainguardCredentialProvider() {
    super(ChainguardOptions.ENTRY);
  }

  @Override
  public List<ProviderOption<?>> options() {
    return ChainguardOptions.all();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return super.kubelet(settings)
        .withAnnotationKeys(settings.get(ChainguardOptions.IDENTITY.annotations()));
  }

  @Override
  Optional<Function<UnverifiedClaims, PodTokenPlan>> named(
      CredentialRequest request, ProviderSettings settings) {
    return ChainguardOptions.IDENTITY
        .find(request, settings)
        .map(identity -> claims -> plan(request, identity, claims, settings));
  }

  private FederatedPlan plan(
      CredentialRequest request,
      Sourced<String> identity,
      UnverifiedClaims claims,
      ProviderSettings settings) {
    TokenRequest exchange =
        new TokenRequest(
            new ExchangeStep("STS exchange", EXCHANGE),
            ExchangeForm.BEARER,
            "Authorization",
            List.of(
                new Parameter("aud", REGISTRY_AUDIENCE),
                new Parameter("identity", identity.value())));
    TokenAnswer answer =
        TokenAnswer.of(
            TokenAnswer.user(USERNAME),
            "token",
            TokenExpiry.date(AnswerPointer.to("expiry")).orEarlier(TokenExpiry.jwt()));
    return new FederatedPlan(
        identity(request, new Part("identity", identity), subject(claims)),
        audience(settings),
        exchange(exchange, answer),
        (error, token) -> advice(error, token, identity.value()));
  }

  private static Advice advice(CloudError error, UnverifiedClaims claims, String identity) {
    String trust =
        ("let the identity %s match the issuer %s, the subject %s and the audience %s: podpass"
                + " trust chainguard")
            .formatted(
                identity, claims.issuer(), claims.subject(), String.join(", ", claims.audiences()));
    return new StatusAdvice("Chainguard's issuer", trust, trust).of(error);
  }

  @Override
  String howToName(ProviderSettings settings) {
    return ChainguardOptions.IDENTITY.howToName(id(), settings);
  }
}
