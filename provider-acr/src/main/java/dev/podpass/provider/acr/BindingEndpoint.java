// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.ValidatedToken;

/**
 * A client of the identity binding endpoint of AKS, which requests an access token there. Azure's
 * library takes the endpoint's address, name and CA from the environment of a pod.
 */
final class BindingEndpoint {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private BindingEndpoint() {}

  static Secret token(
      BoundTokenRequest request, ValidatedToken token, CloudCalls calls, Connections connections) {
    HttpRequest post =
        new Form()
            .with("grant_type", "client_credentials")
            .with("client_assertion_type", ASSERTION_TYPE)
            .with("client_id", request.client().value().text())
            .with("scope", request.resource().scope())
            .with("client_assertion", token.value().reveal())
            .postedTo(request.binding().endpoint())
            .to(request.binding().server());
    try {
      return calls.call(request.step(), () -> read(connections.send(post)));
    } catch (CredentialException e) {
      throw e.hiding(token.value());
    }
  }

  private static Secret read(HttpResponse response) {
    if (response.status() != 200) {
      throw new ErrorResponseException(response);
    }
    return CloudAnswer.of(response.body()).secret("access_token");
  }
}
