// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.Calls;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Credential;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A client of a registry's login server, which exchanges an Entra ID access token for a refresh
 * token of the registry. No Azure library does this for container runtimes.
 *
 * @see <a href="https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md">authentication with Azure
 *     Container Registry</a>
 */
record LoginServer(AcrTarget target, Calls calls) {
  /** The user name that Azure's documentation gives for registries' own tokens. */
  private static final String USERNAME = "00000000-0000-0000-0000-000000000000";

  /** Exchanges an access token, which is requested in parallel with the challenge. */
  Credential credential(Supplier<Secret> accessToken) {
    CompletableFuture<Challenge> challenge = challengeMeanwhile();
    Secret token = accessToken.get();
    return exchange(await(challenge), token);
  }

  /**
   * Requests the challenge on a separate thread, which also opens the connection for the exchange.
   */
  private CompletableFuture<Challenge> challengeMeanwhile() {
    return CompletableFuture.supplyAsync(
        this::challenge,
        task -> Thread.ofPlatform().daemon().name("podpass-challenge").start(task));
  }

  private static Challenge await(CompletableFuture<Challenge> challenge) {
    try {
      return challenge.join();
    } catch (CompletionException e) {
      throw CredentialException.in(e).orElseThrow(() -> e);
    }
  }

  private Challenge challenge() {
    ExchangeStep step = target.challengeStep();
    HttpRequest request = HttpRequest.of("GET", step.endpoint());
    Challenge challenge = calls.read(step, () -> request, LoginServer::challenge);
    if (!challenge.isOf(target.host())) {
      throw foreign(challenge);
    }
    return challenge;
  }

  private static Challenge challenge(HttpResponse response) {
    return Challenge.in(response)
        .filter(_ -> response.status() >= 300)
        .orElseThrow(() ->
            response.status() < 300 || response.status() == 401
                ? new MalformedAnswerException("it is not a challenge")
                : new ErrorResponseException(response));
  }

  private CredentialException foreign(Challenge challenge) {
    return new CredentialException(
        Kind.DENIED,
        "%s names the realm %s and the service %s, which are not the registry's; no token was sent to it"
            .formatted(target.challengeStep(), challenge.realm(), challenge.service()),
        "a proxy or gateway answers in the registry's place: check the proxy and DNS");
  }

  /** Exchanges an access token at the image's own host, for the service of the challenge. */
  private Credential exchange(Challenge challenge, Secret accessToken) {
    ExchangeStep step = target.exchangeStep();
    Form form = new Form().with("grant_type", "access_token").with("service", challenge.service());
    HttpRequest request =
        target
            .tenant()
            .map(id -> form.with("tenant", id.text()))
            .orElse(form)
            .with("access_token", accessToken)
            .postedTo(step.endpoint());
    return calls.read(step, () -> request, answer -> credential(CloudAnswer.of(answer)));
  }

  /** The credential in the registry's answer: its refresh token, a JWT, is the password. */
  static Credential credential(CloudAnswer answer) {
    Secret token = answer.secret("refresh_token");
    return Credential.of(USERNAME, token)
        .expiringAt(CloudAnswer.expiryOfJwt("refresh_token", token));
  }
}
