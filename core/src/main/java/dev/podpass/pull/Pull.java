// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import static dev.podpass.log.Log.field;

import dev.podpass.failure.CredentialException;
import dev.podpass.http.RetryingConnections;
import dev.podpass.image.ImageReference;
import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.protocol.CredentialProviderResponse;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.token.ServiceAccountToken;
import dev.podpass.token.ValidatedToken;
import java.util.Optional;

/**
 * Answers a request. The order is a matter of security and never changes: <em>resolve</em> what is
 * asked, <em>evaluate</em> whether it may be answered, <em>connect</em>. Nothing is sent before.
 */
public final class Pull {
  private final Providers providers;
  private final PullSettings settings;

  /** Answers with these providers, as the operator has set them. */
  public Pull(Providers providers, PullSettings settings) {
    this.providers = providers;
    this.settings = settings;
  }

  /**
   * Takes a request through all steps.
   *
   * @param journal learns what is known of the request on the way
   * @throws CredentialException if there is no answer
   */
  public CredentialProviderResponse answer(
      CredentialProviderRequest request, RetryingConnections connections, Journal journal) {
    journal.connected(connections.traffic());
    try {
      return prepare(request, journal).exchange(connections, settings, journal);
    } catch (CredentialException e) {
      throw request.serviceAccountToken().map(e::hiding).orElse(e);
    }
  }

  /**
   * Takes a request through the steps before the last: nothing is sent, and no token is needed.
   *
   * @param request the image, the annotations, and claims, which may be supposed ones
   * @throws CredentialException if there would be no exchange
   */
  public Explanation explain(CredentialRequest request) {
    RegistryCredentialProvider provider =
        providers.serving(request.image().registry(), settings::of);
    return new Explanation(request, provider, provider.plan(request, settings.of(provider)));
  }

  private PreparedPull prepare(CredentialProviderRequest request, Journal journal) {
    ImageReference image = ImageReference.parse(request.image());
    journal.asked(image);
    RegistryCredentialProvider provider = providers.serving(image.registry(), settings::of);
    journal.served(provider.id());
    Optional<ServiceAccountToken> token =
        request.serviceAccountToken().map(ServiceAccountToken::parse);
    token.ifPresent(t -> journal.claimed(t.claims().workload()));
    CredentialRequest planned =
        new CredentialRequest(
            image, request.serviceAccountAnnotations(), token.map(ServiceAccountToken::claims));
    ExchangePlan plan = provider.plan(planned, settings.of(provider));
    journal.planned(plan);
    settings
        .log()
        .debug(
            "planned",
            field("provider", provider.id()),
            field("registry", image.registry()),
            field("identity", plan.identity()),
            field("steps", plan.steps()));
    return new PreparedPull(provider.id(), image, plan, accept(token, plan));
  }

  /** A plan without audiences does not get to see the token. */
  private Optional<ValidatedToken> accept(Optional<ServiceAccountToken> token, ExchangePlan plan) {
    if (plan.audiences().isEmpty()) {
      return Optional.empty();
    }
    return token.map(t -> settings.tokenPolicy().validate(t, plan.audiences()));
  }
}
