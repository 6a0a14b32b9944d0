// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.failure.CredentialException;
import dev.podpass.http.Connections;
import dev.podpass.provider.gar.AccessTokenPlan.Federated;
import dev.podpass.provider.gar.AccessTokenPlan.Impersonated;
import dev.podpass.provider.gar.AccessTokenPlan.NodeAccount;
import dev.podpass.spi.CredentialAnswer.CacheScope;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.token.AcceptedToken;
import java.time.Clock;
import java.util.Optional;

/**
 * Carries a plan out with Google's libraries: a token exchange, then an impersonation if a service
 * account is named.
 */
final class SdkGarTokenExchange implements GarTokenExchange {
  static final SdkGarTokenExchange INSTANCE = new SdkGarTokenExchange(Clock.systemUTC());

  /** What Artifact Registry's documentation has for access tokens. */
  private static final String USERNAME = "oauth2accesstoken";

  private final Clock clock;

  SdkGarTokenExchange(Clock clock) {
    this.clock = clock;
  }

  @Override
  public RegistryCredential exchange(
      GarPlan plan, Optional<AcceptedToken> token, Connections connections) {
    AccessToken password = connections.call(() -> exchange(plan, token));
    return new RegistryCredential(
        USERNAME, password.value(), password.expiry(), CacheScope.REGISTRY);
  }

  private AccessToken exchange(GarPlan plan, Optional<AcceptedToken> token) {
    GoogleCall call = new GoogleCall(plan, token.map(AcceptedToken::claims));
    return switch (plan.access()) {
      case Federated access -> SdkTokenExchange.exchange(access, token.orElseThrow(), call);
      case Impersonated access -> impersonate(access, token.orElseThrow(), call);
      case NodeAccount node -> NodeToken.get(node, call, clock.instant());
    };
  }

  private static AccessToken impersonate(
      Impersonated access, AcceptedToken token, GoogleCall call) {
    AccessToken federated = SdkTokenExchange.exchange(access.federated(), token, call);
    try {
      return SdkImpersonation.impersonate(access, federated, call).within(federated.expiry());
    } catch (CredentialException e) {
      throw e.hiding(federated.value());
    }
  }
}
