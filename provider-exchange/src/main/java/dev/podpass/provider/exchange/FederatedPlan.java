// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.ValidatedToken;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The plan to exchange the pod's token in one request. */
record FederatedPlan(
    Identity identity,
    String audience,
    TokenRequest request,
    TokenAnswer answer,
    BiFunction<CloudError, UnverifiedClaims, Advice> advice)
    implements PodTokenPlan {
  private static final String POINTERS =
      "correct --exchange-url, or the pointers and expiry-form of --exchange-profile";

  @Override
  public PlanDescription description() {
    return PlanDescription.of(identity, Set.of(audience), List.of(request.step()))
        .with(Stream.of(request.parameters(), answer.parameters()).flatMap(List::stream).toList());
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(
            JsonErrorReader.OAUTH,
            error ->
                error.failure(
                    "as %s for %s"
                        .formatted(identity.parts().getFirst(), token.claims().workload()),
                    advice.apply(error, token.claims())));
    return calls.call(request.step(), () -> read(connections.send(request.with(token))));
  }

  /** Created (201) is a success, too: an exchange by POST may create what it returns. */
  private RegistryCredential read(HttpResponse response) {
    if (response.status() != 200 && response.status() != 201) {
      throw new ErrorResponseException(response);
    }
    CloudAnswer granted = TokenAnswer.granted(response.body());
    try {
      return answer.read(granted, Clock.systemUTC().instant());
    } catch (MalformedAnswerException e) {
      // The service is available, and its next answer has the same fields.
      throw CloudError.unusable(request.step(), e).as(Kind.CONFIGURATION).advising(POINTERS);
    }
  }
}
