// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;

/** The registries' judgement of a token of Entra's. */
final class AcrExchange {
  private final FakeDirectory directory;
  private final AccessTokens accessTokens;
  private final RefreshTokens refreshTokens;

  AcrExchange(FakeDirectory directory, AccessTokens accessTokens, RefreshTokens refreshTokens) {
    this.directory = directory;
    this.accessTokens = accessTokens;
    this.refreshTokens = refreshTokens;
  }

  RefreshToken grant(Registry registry, ReceivedRequest request) {
    ExchangeCall call = ExchangeCall.parse(request);
    if (!call.service().equals(registry.loginServer()) && !call.service().equals(request.host())) {
      throw unauthorized();
    }
    Identity identity =
        accessTokens
            .valid(call.accessToken())
            .filter(token -> Resources.isRegistry(registry.cloud(), token.audience()))
            .map(AccessToken::identity)
            .filter(known -> known.tenant().equals(registry.tenant()))
            .filter(known -> call.tenant().map(sent -> isTenant(registry, sent)).orElse(true))
            .filter(known -> registry.pullers().contains(known.clientId()))
            .orElseThrow(AcrExchange::unauthorized);
    return refreshTokens.issue(registry.loginServer(), identity);
  }

  private boolean isTenant(Registry registry, String name) {
    return directory
        .tenant(registry.cloud(), name)
        .filter(tenant -> tenant.id().equals(registry.tenant()))
        .isPresent();
  }

  /** What is said to those without a valid token and to those without AcrPull alike. */
  static Refusal unauthorized() {
    return new Refusal(
        401,
        "UNAUTHORIZED",
        "authentication required, visit https://aka.ms/acr/authorization for more information.");
  }

  /** What a registry says to a client that its network rules keep out. */
  static Refusal refusedClient(String address) {
    return new Refusal(
        403,
        "DENIED",
        "client with IP '%s' is not allowed access. Refer https://aka.ms/acr/firewall to grant access."
            .formatted(address));
  }
}
