// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.provider.acr.AccessTokenPlan.Federated;
import dev.podpass.provider.acr.AccessTokenPlan.NodeIdentity;
import dev.podpass.secret.Secret;
import dev.podpass.spi.CredentialAnswer.CacheScope;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.util.Optional;

/**
 * Carries a plan out: gets an access token from Entra ID with Azure's library, and meanwhile the
 * registry's challenge; then has the registry exchange the token.
 */
final class SdkAcrTokenExchange implements AcrTokenExchange {
  static final SdkAcrTokenExchange INSTANCE = new SdkAcrTokenExchange();

  /** What Azure's documentation has for its registries' own tokens. */
  private static final String USERNAME = "00000000-0000-0000-0000-000000000000";

  private SdkAcrTokenExchange() {}

  @Override
  public RegistryCredential exchange(
      AcrPlan plan, Optional<ValidatedToken> token, Connections connections) {
    AzureCall call = new AzureCall(plan, token.map(ValidatedToken::claims));
    LoginServer server = new LoginServer(plan, call, connections);
    var challenge = server.challengeMeanwhile();
    Secret accessToken = connections.call(() -> accessToken(plan, token, call));
    RefreshToken password = server.exchange(LoginServer.await(challenge), accessToken);
    return new RegistryCredential(
        USERNAME, password.value(), password.expiry(), CacheScope.REGISTRY);
  }

  private static Secret accessToken(AcrPlan plan, Optional<ValidatedToken> token, AzureCall call) {
    return switch (plan.access()) {
      case Federated access -> SdkClientAssertion.exchange(access, token.orElseThrow(), call);
      case NodeIdentity node -> ManagedIdentityToken.get(node, call);
    };
  }
}
