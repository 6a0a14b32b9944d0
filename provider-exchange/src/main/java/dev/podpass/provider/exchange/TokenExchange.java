// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.token.ValidatedToken;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * An exchange of the pod's token in one request.
 *
 * @param request the request
 * @param answer where the credential stands in its answer
 * @param clock the time, from which lifetimes count
 */
record TokenExchange(TokenRequest request, TokenAnswer answer, Clock clock) {

  /** Everything that decides what the credential is, but token and endpoint. */
  List<Parameter> parameters() {
    return Stream.of(request.parameters(), answer.parameters()).flatMap(List::stream).toList();
  }

  RegistryCredential send(ValidatedToken token, CloudCalls calls, Connections connections) {
    return calls.call(request.step(), () -> read(connections.send(request.with(token))));
  }

  private RegistryCredential read(HttpResponse response) {
    if (!request.form().grants(response.status())) {
      throw new ErrorResponseException(response);
    }
    return answer.read(response.body(), clock.instant());
  }
}
