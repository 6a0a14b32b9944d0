// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.util.List;

/**
 * A registry at its login server or a regional endpoint: the challenge, and the exchange of a token
 * of Entra's for one of its own.
 *
 * <p>The challenge of a regional endpoint names the login server; that is unverified, as is that
 * the endpoint exchanges tokens under either name. Network rules stop the exchange and not the
 * challenge, as messages of {@code az acr login} show.
 */
final class FakeAcr implements FakeHost {
  private final Registry registry;
  private final AcrExchange exchange;
  private final TokenMint mint;

  FakeAcr(Registry registry, AcrExchange exchange, TokenMint mint) {
    this.registry = registry;
    this.exchange = exchange;
    this.mint = mint;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    AcrReply reply = AcrReply.create();
    try {
      return switch (request.method() + " " + request.path()) {
        case "GET /v2/" -> challenge(reply);
        case "POST /oauth2/exchange" ->
            reply.token("refresh_token", exchange.grant(registry, request).value());
        case "GET /oauth2/token" -> reply.token("access_token", anonymousToken(request));
        default -> Answer.status(404); // Other methods, too: a GET of the exchange is known to be.
      };
    } catch (Refusal refusal) {
      return reply.refused(refusal.status(), refusal.code(), refusal.getMessage());
    }
  }

  private Answer challenge(AcrReply reply) {
    Refusal refusal = AcrExchange.unauthorized();
    return Challenge.replace(
            reply.refused(refusal.status(), refusal.code(), refusal.getMessage()),
            List.of(Challenge.of(registry.loginServer()).header()))
        .with("Docker-Distribution-Api-Version", "registry/2.0");
  }

  /** The token for an anonymous pull, as a container runtime requests it. */
  private String anonymousToken(ReceivedRequest request) {
    Form query = FormBody.parse(request.query().orElse(""));
    if (!registry.anonymousPull()
        || query.nonEmpty("service").filter(registry.loginServer()::equals).isEmpty()) {
      throw AcrExchange.unauthorized();
    }
    return mint.mint(
        mint.claims(RefreshTokens.ANONYMOUS_LIFE)
            .put("iss", "Azure Container Registry")
            .put("aud", registry.loginServer())
            .put("grant_type", "access_token"));
  }
}
