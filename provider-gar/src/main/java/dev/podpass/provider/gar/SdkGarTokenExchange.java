// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.failure.CredentialException;
import dev.podpass.provider.gar.AccessTokenPlan.AttachedServiceAccount;
import dev.podpass.provider.gar.AccessTokenPlan.Federated;
import dev.podpass.provider.gar.AccessTokenPlan.Impersonated;
import dev.podpass.spi.CredentialAnswer.CacheScope;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
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
      GarPlan plan, Optional<ValidatedToken> token, Connections connections) {
    AccessToken password = connections.call(() -> exchange(plan, token));
    return new RegistryCredential(
        USERNAME, password.value(), password.expiry(), CacheScope.REGISTRY);
  }

  private AccessToken exchange(GarPlan plan, Optional<ValidatedToken> token) {
    GoogleCall call = new GoogleCall(plan, token.map(ValidatedToken::claims));
    return switch (plan.access()) {
      case Federated access -> SdkStsExchange.exchange(access, token.orElseThrow(), call);
      case Impersonated access -> impersonate(access, token.orElseThrow(), call);
      case AttachedServiceAccount node -> MetadataServerToken.get(node, call, clock.instant());
    };
  }

  private static AccessToken impersonate(
      Impersonated access, ValidatedToken token, GoogleCall call) {
    AccessToken federated = SdkStsExchange.exchange(access.federated(), token, call);
    try {
      return SdkImpersonation.impersonate(access, federated, call).within(federated.expiry());
    } catch (CredentialException e) {
      throw e.hiding(federated.value());
    }
  }
}
