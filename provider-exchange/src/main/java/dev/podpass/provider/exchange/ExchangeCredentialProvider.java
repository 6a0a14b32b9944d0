// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The credential provider for any registry whose exchange is one HTTPS request. */
public final class ExchangeCredentialProvider extends FederatedProvider {
  /** Creates the provider. */
  public ExchangeCredentialProvider() {
    super(ExchangeOptions.ENTRY);
  }

  @Override
  public List<ProviderOption<?>> options() {
    return ExchangeOptions.all();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    KubeletProfile profile = super.kubelet(settings);
    return ExchangeSettings.of(settings).ownerField().isPresent()
        ? profile.withAnnotationKeys(settings.get(ExchangeOptions.OWNER.annotations()))
        : profile;
  }

  @Override
  public boolean takesAnyAudience() {
    return true;
  }

  @Override
  Optional<Function<UnverifiedClaims, PodTokenPlan>> named(
      CredentialRequest request, ProviderSettings settings) {
    ExchangeSettings exchange = ExchangeSettings.of(settings);
    if (exchange.ownerField().isEmpty()) {
      return Optional.of(
          claims -> plan(identity(request, subject(claims)), exchange, "", settings));
    }
    String field = exchange.ownerField().get();
    return exchange
        .owner()
        .find(request, settings)
        .map(owners ->
            claims ->
                plan(
                    identity(request, new Part(field, owners), subject(claims)),
                    exchange,
                    owners.value(),
                    settings));
  }

  private FederatedPlan plan(
      Identity identity, ExchangeSettings exchange, String owners, ProviderSettings settings) {
    return new FederatedPlan(
        identity,
        audience(settings),
        exchange(exchange.request(owners), exchange.answer(owners)),
        ExchangeCredentialProvider::advice);
  }

  private static Advice advice(CloudError error, UnverifiedClaims claims) {
    String trust =
        "trust the issuer %s there, with the subject %s and the audience %s"
            .formatted(claims.issuer(), claims.subject(), String.join(", ", claims.audiences()));
    return switch (error.code().orElse("")) {
      case "invalid_target", "invalid_scope", "invalid_client", "unauthorized_client" ->
          Advice.configuration("correct the fields that are sent with --exchange-fields");
      default ->
          new StatusAdvice(
                  error.step().endpoint().getHost(),
                  trust,
                  "correct --exchange-url and --exchange-form")
              .of(error);
    };
  }

  @Override
  String howToName(ProviderSettings settings) {
    return ExchangeOptions.OWNER.howToName(id(), settings);
  }
}
