// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
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
record FakeAcr(Registry registry, AcrExchange exchange) implements FakeHost {

  @Override
  public Answer answer(ReceivedRequest request) {
    AcrReply reply = AcrReply.create();
    try {
      return switch (request.method() + " " + request.path()) {
        case "GET /v2/" -> challenge(reply);
        case "POST /oauth2/exchange" ->
            reply.token("refresh_token", exchange.grant(registry, request).value());
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
}
