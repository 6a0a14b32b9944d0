// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.failure.Advice;
import dev.podpass.image.RegistryHost;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.PodTokenPlan;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.token.UnverifiedClaims;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The credential provider for any registry whose exchange is one HTTPS request. */
public final class ExchangeCredentialProvider extends FederatedProvider {
  private final Clock clock;

  /** Creates the provider. */
  public ExchangeCredentialProvider() {
    this(Clock.systemUTC());
  }

  ExchangeCredentialProvider(Clock clock) {
    super(ExchangeOptions.ENTRY);
    this.clock = clock;
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
  Optional<Function<UnverifiedClaims, PodTokenPlan>> named(
      CredentialRequest request, ProviderSettings settings) {
    ExchangeSettings exchange = ExchangeSettings.of(settings);
    RegistryHost registry = request.image().registry();
    if (exchange.ownerField().isEmpty()) {
      return Optional.of(claims -> plan(registry, Optional.empty(), claims, settings));
    }
    OwnerPatterns allowed = settings.find(ExchangeOptions.OWNER_PATTERN).orElseThrow().value();
    return ExchangeOptions.OWNER
        .find(request, settings, allowed)
        .map(owners -> claims -> plan(registry, Optional.of(owners), claims, settings));
  }

  private FederatedPlan plan(
      RegistryHost registry,
      Optional<Sourced<String>> owners,
      UnverifiedClaims claims,
      ProviderSettings settings) {
    ExchangeSettings exchange = ExchangeSettings.of(settings);
    String value = owners.map(Sourced::value).orElse("");
    List<Part> parts = new ArrayList<>();
    owners.ifPresent(named -> parts.add(new Part(exchange.ownerField().orElseThrow(), named)));
    parts.add(new Part("subject", new Sourced<>(claims.subject(), "the token")));
    return new FederatedPlan(
        new Identity(registry, "registry", parts),
        ExchangeOptions.ENTRY.audience(settings),
        new TokenExchange(exchange.request(value), exchange.answer(value), clock),
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
