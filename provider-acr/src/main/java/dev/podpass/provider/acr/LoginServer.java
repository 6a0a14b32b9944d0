// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.secret.Secret;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.net.URLEncoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The registry itself, which exchanges an access token of Entra ID's for one of its own. No library
 * of Azure's does this for container runtimes.
 *
 * @param plan what is to be done
 * @param call for whom
 * @param connections the way there
 * @see <a href="https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md">authentication with Azure
 *     Container Registry</a>
 */
record LoginServer(AcrPlan plan, AzureCall call, Connections connections) {

  /**
   * Asks for the challenge on a thread of its own, and so opens the connection over which the token
   * will be sent.
   */
  CompletableFuture<Challenge> challengeMeanwhile() {
    return CompletableFuture.supplyAsync(
        this::challenge,
        task -> Thread.ofPlatform().daemon().name("podpass-challenge").start(task));
  }

  /** Waits for the challenge. */
  static Challenge await(CompletableFuture<Challenge> challenge) {
    try {
      return challenge.join();
    } catch (CompletionException e) {
      throw CredentialException.in(e).orElseThrow(() -> e);
    }
  }

  private Challenge challenge() {
    ExchangeStep step = plan.challengeStep();
    HttpResponse response = connections.send(HttpRequest.of("GET", step.endpoint()));
    if (response.status() < 300) {
      throw CloudError.unusable(step);
    }
    Challenge challenge =
        Challenge.in(response)
            .orElseThrow(() ->
                response.status() == 401
                    ? CloudError.unusable(step)
                    : call.failure(step, response));
    if (!challenge.isOf(plan.host())) {
      throw foreign(challenge);
    }
    return challenge;
  }

  private CredentialException foreign(Challenge challenge) {
    return new CredentialException(
        Kind.DENIED,
        "%s names the realm %s and the service %s, which are not the registry's; no token was sent to it"
            .formatted(plan.challengeStep(), challenge.realm(), challenge.service()),
        "something between the node and the registry answers in its place: check the proxy and"
            + " DNS");
  }

  /** Exchanges an access token, at the image's own host, for the service of the challenge. */
  RefreshToken exchange(Challenge challenge, Secret accessToken) {
    ExchangeStep step = plan.exchangeStep();
    StringBuilder form =
        new StringBuilder("grant_type=access_token&service=").append(encoded(challenge.service()));
    plan.access().tenant().ifPresent(id -> form.append("&tenant=").append(encoded(id.text())));
    form.append("&access_token=").append(encoded(accessToken.reveal()));
    HttpResponse response =
        connections.send(
            HttpRequest.of("POST", step.endpoint())
                .with("Content-Type", "application/x-www-form-urlencoded")
                .with(form.toString()));
    if (response.status() != 200) {
      throw call.failure(step, response).hiding(accessToken);
    }
    return call.of(step, () -> RefreshToken.in(response.body()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
