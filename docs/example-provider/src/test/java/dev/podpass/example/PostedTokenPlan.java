// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.ValidatedToken;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * A plan that exchanges the token in one request, as {@code docs/providers.md} shows it.
 *
 * @param registry the registry
 * @param username whom the registry knows, and who named it
 * @param audience what the token must be meant for
 * @param clock the time, from which lifetimes count
 */
record PostedTokenPlan(
    RegistryHost registry, Sourced<String> username, String audience, Clock clock)
    implements PodTokenPlan {

  @Override
  public PlanDescription description() {
    Identity user =
        new Identity(registry, "registry", List.of(new Identity.Part("user", username)));
    return PlanDescription.of(user, Set.of(audience), List.of(step()));
  }

  private ExchangeStep step() {
    return new ExchangeStep("token exchange", URI.create("https://" + registry + "/oauth/token"));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(
            JsonErrorReader.OAUTH,
            error ->
                error.failure(
                    "as " + username,
                    Advice.byStatus(error.status(), "the registry", "trust it", "correct it")));
    Form form = new Form().with("subject_token", token.value().reveal());
    return calls
        .hiding(token.value()) // a server may echo what it is sent
        .call(
            step(), () -> read(CloudAnswer.of(connections.send(form.postedTo(step().endpoint())))));
  }

  private RegistryCredential read(CloudAnswer answer) {
    return RegistryCredential.of(username.value(), answer.secret("access_token"))
        .expiringAt(answer.endOfLife("expires_in", clock.instant()));
  }
}
