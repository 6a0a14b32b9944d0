// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers a request in three stages, whose order is a security property: <em>resolve</em> the
 * request ({@link #plan}), <em>evaluate</em> the token ({@link ValidatedPull#of}), <em>connect</em>
 * ({@link ValidatedPull#exchange}). Nothing is sent before the last stage; {@code explain} and
 * {@code doctor} stop earlier.
 */
public final class Pull {
  private final PullSettings settings;
  private final PullProgress progress;

  public Pull(PullSettings settings, PullProgress progress) {
    this.settings = settings;
    this.progress = progress;
    progress.configured(
        settings.providers().providers().all().stream()
            .map(RegistryCredentialProvider::id)
            .toList());
  }

  public PlannedPull plan(CredentialProviderRequest request) {
    return plan(request, AssumedClaims.NONE);
  }

  /** Plans the exchange for a request, with assumed claims if it has no token. */
  public PlannedPull plan(CredentialProviderRequest request, AssumedClaims assumed) {
    return plan(request, assumed, () -> settings.providers().route(request.image()));
  }

  /**
   * Plans the exchange for a registry, of which no image is named. Mirrors do not apply: they are
   * of the container runtime, and its credential would reach another registry than the caller's.
   */
  public PlannedPull plan(WholeRegistry registry, Optional<Secret> token) {
    CredentialProviderRequest request =
        new CredentialProviderRequest(registry.host(), token, Map.of());
    return plan(request, AssumedClaims.NONE, () -> Route.of(registry));
  }

  private PlannedPull plan(
      CredentialProviderRequest request, AssumedClaims assumed, Supplier<Route> route) {
    try {
      return planned(route.get(), request, assumed);
    } catch (CredentialException e) {
      throw request.withoutToken(e);
    }
  }

  private PlannedPull planned(
      Route route, CredentialProviderRequest request, AssumedClaims assumed) {
    progress.routed(route);
    ImageReference image = route.effective();
    RegistryCredentialProvider provider = settings.providers().serving(route);
    progress.served(provider.id());
    Optional<ServiceAccountToken> token =
        request.serviceAccountToken().map(ServiceAccountToken::parse);
    token.ifPresent(t -> progress.claimed(t.claims().workload()));
    Optional<UnverifiedClaims> claims =
        token.map(ServiceAccountToken::claims).or(() -> assumed.of(provider, image.registry()));
    PullPlan plan =
        settings
            .providers()
            .planner(provider)
            .plan(image, claims, request.serviceAccountAnnotations(), route.pushRepositories());
    progress.planned(plan);
    settings.providers().requireOwnAudiences(plan, provider, claims);
    settings
        .log()
        .debug(
            "planned",
            field("provider", provider.id()),
            field("registry", route.registries()),
            field("identity", plan.exchange()),
            field("steps", plan.exchange().steps()));
    return new PlannedPull(settings, progress, request, route, provider, plan, claims, token);
  }
}
