// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.Calls;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.Credential;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * The authorization token to request with a session: {@code GetAuthorizationToken} of an instance,
 * or of Personal edition.
 *
 * @see <a
 *     href="https://www.alibabacloud.com/help/en/acr/developer-reference/api-cr-2018-12-01-getauthorizationtoken">GetAuthorizationToken</a>
 */
record AuthorizationToken(URI endpoint, Optional<String> instance) {
  ExchangeStep step() {
    return new ExchangeStep("GetAuthorizationToken", endpoint);
  }

  Credential get(SessionKeys session, Calls calls) {
    return calls.read(
        step(),
        AlibabaApi.requests(
            calls, (nonce, time) -> Acs3Signature.sign(request(nonce, time), session)),
        response ->
            instance.isPresent()
                ? ofInstance(response, session)
                : ofPersonalEdition(response, session));
  }

  private HttpRequest request(String nonce, String time) {
    return instance
        .map(id ->
            HttpRequest.of("POST", AlibabaApi.at(endpoint, "/?InstanceId=" + id))
                .with("")
                .with("x-acs-version", "2018-12-01"))
        .orElseGet(() ->
            HttpRequest.of("GET", AlibabaApi.at(endpoint, "/tokens"))
                .with("x-acs-version", "2016-06-07"))
        .with("x-acs-action", "GetAuthorizationToken")
        .with("x-acs-date", time)
        .with("x-acs-signature-nonce", nonce)
        .with("Accept", "application/json");
  }

  private static Credential ofInstance(HttpResponse response, SessionKeys session) {
    CloudAnswer answer = CloudAnswer.of(response);
    requireSuccess(answer.text("Code").equals("success"), response);
    return credential(
        answer.secret("TempUsername"), answer, "AuthorizationToken", "ExpireTime", session);
  }

  private static Credential ofPersonalEdition(HttpResponse response, SessionKeys session) {
    CloudAnswer answer = CloudAnswer.of(response);
    requireSuccess(!answer.has("code"), response);
    CloudAnswer data = answer.object("data");
    return credential(
        data.secret("tempUserName"), data, "authorizationToken", "expireDate", session);
  }

  /** The API reports some errors with status 200. */
  private static void requireSuccess(boolean success, HttpResponse response) {
    if (!success) {
      throw new ErrorResponseException(response);
    }
  }

  private static Credential credential(
      Secret user, CloudAnswer answer, String password, String expiry, SessionKeys session) {
    return Credential.of(user.reveal(), answer.secret(password))
        .expiringAt(
            answer
                .number(expiry)
                .map(Instant::ofEpochMilli)
                .map(end -> end.isBefore(session.expiry()) ? end : session.expiry()));
  }
}
