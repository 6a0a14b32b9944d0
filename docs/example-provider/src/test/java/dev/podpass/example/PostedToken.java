// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.Credential;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.http.HttpRequest.Form;
import java.net.URI;

/** An exchange of the token in one request, as {@code docs/providers.md} shows it. */
final class PostedToken {
  private static final ExchangeStep LOGIN =
      new ExchangeStep("token exchange", URI.create("https://registry.example.com/oauth/token"));

  private PostedToken() {}

  static Exchange exchange(Sourced<String> user) {
    return Exchange.as("user", user)
        .call(LOGIN)
        .errors(error -> Advice.byStatus(error.status(), "the registry", "trust it", "correct it"))
        .run(calls -> {
          Form form = new Form().with("subject_token", calls.token());
          CloudAnswer answer = calls.json(LOGIN, form.postedTo(LOGIN.endpoint()));
          return Credential.of(user.value(), answer.secret("access_token"))
              .expiringAt(answer.endOfLife("expires_in", calls.now()));
        });
  }
}
