// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The credential provider for quay.io and Red Hat Quay, by robot accounts with federation.
 *
 * @see <a href="https://docs.projectquay.io/manage_quay.html#keyless-auth-robot-accounts">keyless
 *     authentication with robot accounts</a>
 */
public final class QuayCredentialProvider extends FederatedProvider {
  /** The lifetime that Quay's documentation gives. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** Creates the provider. */
  public QuayCredentialProvider() {
    super(QuayOptions.ENTRY);
  }

  @Override
  public List<ProviderOption<?>> options() {
    return QuayOptions.all();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return super.kubelet(settings)
        .withAnnotationKeys(settings.get(QuayOptions.ROBOT.annotations()));
  }

  @Override
  Optional<Function<UnverifiedClaims, PodTokenPlan>> named(
      CredentialRequest request, ProviderSettings settings) {
    return QuayOptions.ROBOT
        .find(request, settings)
        .map(robot -> claims -> plan(request, robot, claims, settings));
  }

  private FederatedPlan plan(
      CredentialRequest request,
      Sourced<String> robot,
      UnverifiedClaims claims,
      ProviderSettings settings) {
    String registry = BaseUrl.of(request.image().registry());
    String audience = audience(settings);
    TokenRequest exchange =
        new TokenRequest(
            new ExchangeStep(
                "robot federation", URI.create(registry + "/oauth2/federation/robot/token")),
            ExchangeForm.BASIC,
            robot.value(),
            List.of());
    TokenAnswer answer =
        TokenAnswer.of(
            TokenAnswer.user(robot.value()),
            "token",
            TokenExpiry.jwt().orEarlier(TokenExpiry.after(LIFETIME)));
    return new FederatedPlan(
        identity(request, new Part("robot", robot), subject(claims)),
        audience,
        exchange(exchange, answer),
        (error, token) -> advice(error, token, robot.value(), audience));
  }

  private static Advice advice(
      CloudError error, UnverifiedClaims claims, String robot, String audience) {
    return new StatusAdvice(
            error.step().endpoint().getHost(),
            ("add the issuer %s and the subject %s, with the audience %s, to the federation of the"
                    + " robot %s: podpass trust quay")
                .formatted(claims.issuer(), claims.subject(), audience, robot),
            "Quay federates robot accounts since version 3.13; correct"
                + " --quay-registry if the host is not Quay's")
        .of(error);
  }

  @Override
  String howToName(ProviderSettings settings) {
    return QuayOptions.ROBOT.howToName(id(), settings);
  }
}
