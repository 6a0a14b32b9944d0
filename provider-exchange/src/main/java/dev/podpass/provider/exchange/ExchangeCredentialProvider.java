// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The credential provider for any registry whose exchange is one HTTPS request, described by a
 * profile; and, with a preset, for those that podpass knows by name.
 */
public sealed class ExchangeCredentialProvider extends FederatedProvider {
  private final Preset preset;
  private final List<ProviderOption<?>> options;

  public ExchangeCredentialProvider() {
    this(Preset.EXCHANGE);
  }

  private ExchangeCredentialProvider(Preset preset) {
    EntryOptions entry = preset.entry();
    super(entry);
    this.preset = preset;
    this.options =
        List.of(
            entry.registry(),
            ExchangeProfile.OPTION,
            ExchangeOptions.URL,
            ExchangeOptions.USERNAME,
            ExchangeOptions.FIELDS,
            ExchangeOptions.OWNER.annotations(),
            ExchangeOptions.OWNER.name(),
            EntryOptions.TOKEN_AUDIENCE);
  }

  @Override
  public final List<ProviderOption<?>> options() {
    return options;
  }

  @Override
  public final boolean takesAnyAudience() {
    return preset.equals(Preset.EXCHANGE);
  }

  @Override
  public final Entry entry(ProviderSettings settings) {
    Entry entry = super.entry(settings);
    ExchangeSettings exchange = ExchangeSettings.of(settings, preset);
    return exchange.ownerField().isPresent()
        ? entry.withAnnotations(exchange.annotations())
        : entry;
  }

  @Override
  public final Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    ExchangeSettings exchange = ExchangeSettings.of(settings, preset);
    if (exchange.ownerField().isEmpty()) {
      return Optional.of(
          plan(Exchange.as("subject", pod.subject()), pod, exchange, settings, Optional.empty()));
    }
    String part = preset.identity().or(exchange::ownerField).orElseThrow();
    return exchange
        .identity(pod)
        .map(named ->
            plan(
                Exchange.as(part, named).and("subject", pod.subject()),
                pod,
                exchange,
                settings,
                Optional.of(named)));
  }

  private Exchange plan(
      Exchange identity,
      Pod pod,
      ExchangeSettings exchange,
      ProviderSettings settings,
      Optional<Sourced<String>> named) {
    String owners = named.map(Sourced::value).orElse("");
    TokenRequest request = exchange.request(owners, pod.image().registry());
    TokenAnswer answer = exchange.answer(owners);
    return identity
        .audiences(Set.of(audience(settings)))
        .call(request.step())
        .parameters(request.parameters())
        .parameters(answer.parameters())
        .errors(error -> advice(error, pod.claims(), named))
        .run(calls ->
            calls.read(
                request.step(),
                () -> request.with(calls.token()),
                response -> answer.read(response, calls.now())));
  }

  private Advice advice(
      CloudError error, UnverifiedClaims claims, Optional<Sourced<String>> named) {
    return switch (error.code().orElse("")) {
      case "invalid_target", "invalid_scope", "invalid_client", "unauthorized_client" ->
          Advice.configuration("correct the fields that are sent with --exchange-fields");
      case "invalid_grant", "invalid_token", "access_denied" ->
          Advice.distrusted(Preset.fill(preset.trust(), claims, named)).ofThisTokenAlone();
      case "unsupported_grant_type", "unsupported_token_type" ->
          Advice.configuration(Preset.fill(preset.endpoint(), claims, named));
      case "slow_down" -> byStatus(429, error, claims, named);
      case "temporarily_unavailable", "server_error" -> byStatus(503, error, claims, named);
      default -> byStatus(error.status(), error, claims, named);
    };
  }

  private Advice byStatus(
      int status, CloudError error, UnverifiedClaims claims, Optional<Sourced<String>> named) {
    boolean noSuchCall = status == 404 || status == 405 || status == 410;
    String trust = Preset.fill(preset.trust(), claims, named);
    return Advice.byStatus(
        status,
        error.step().endpoint().getHost(),
        trust,
        noSuchCall ? Preset.fill(preset.endpoint(), claims, named) : trust);
  }

  @Override
  public final String howToName(Pod pod, ProviderSettings settings) {
    return ExchangeOptions.OWNER.howToName(id(), preset.profile().in(settings));
  }

  /**
   * For quay.io and Red Hat Quay, by robot accounts with federation.
   *
   * @see <a href="https://docs.projectquay.io/manage_quay.html#keyless-auth-robot-accounts">its
   *     documentation</a>
   */
  public static final class Quay extends ExchangeCredentialProvider {
    public Quay() {
      super(Preset.QUAY);
    }
  }

  /**
   * For JFrog Artifactory, by an OIDC integration of the platform.
   *
   * @see <a
   *     href="https://jfrog.com/help/r/jfrog-platform-administration-documentation/openid-connect-integration">its
   *     documentation</a>
   */
  public static final class Jfrog extends ExchangeCredentialProvider {
    public Jfrog() {
      super(Preset.JFROG);
    }
  }

  /**
   * For Chainguard's registry, by assumable identities.
   *
   * @see <a
   *     href="https://edu.chainguard.dev/chainguard/administration/assumable-ids/assumable-ids/">its
   *     documentation</a>
   */
  public static final class Chainguard extends ExchangeCredentialProvider {
    public Chainguard() {
      super(Preset.CHAINGUARD);
    }
  }

  /**
   * For Cloudsmith, by service accounts of an organization.
   *
   * @see <a href="https://docs.cloudsmith.com/authentication/openid-connect">its documentation</a>
   */
  public static final class Cloudsmith extends ExchangeCredentialProvider {
    public Cloudsmith() {
      super(Preset.CLOUDSMITH);
    }
  }
}
