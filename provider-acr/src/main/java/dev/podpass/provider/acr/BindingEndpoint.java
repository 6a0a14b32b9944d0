// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.token.ValidatedToken;
import java.util.Optional;

/**
 * A client of the identity binding endpoint of AKS, which requests an access token there. Azure's
 * library takes the endpoint's address, name and CA from the environment of a pod.
 */
final class BindingEndpoint {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Enough for a sentence; a longer text is not written for an operator. */
  private static final int MAX_TEXT = 2_000;

  private BindingEndpoint() {}

  static HttpRequest request(
      IdentityBinding binding, ClientId client, AcrResource resource, ValidatedToken token) {
    return new Form()
        .with("grant_type", "client_credentials")
        .with("client_assertion_type", ASSERTION_TYPE)
        .with("client_id", client.text())
        .with("scope", resource.scope())
        .with("client_assertion", token.value().reveal())
        .postedTo(binding.endpoint())
        .to(binding.server());
  }

  /**
   * The error in a response that the call has thrown. Its format is not documented: a {@code
   * Status} of the Kubernetes API, an error of Entra ID that is passed on, and plain text are
   * recognised; of anything else, the status counts.
   */
  static Optional<CloudError> error(ExchangeStep step, Throwable thrown) {
    return ErrorResponseException.in(thrown).map(response -> error(step, response));
  }

  private static CloudError error(ExchangeStep step, HttpResponse response) {
    CloudError error = AzureError.read(step, response);
    return new CloudError(
        step,
        response.status(),
        error.code().or(() -> JsonErrorReader.text(response, "reason")),
        error.message().or(() -> plain(response)),
        error.trace());
  }

  private static Optional<String> plain(HttpResponse response) {
    String type = response.header("Content-Type").orElse("");
    return Optional.of(response.text())
        .filter(text -> type.startsWith("text/plain"))
        .filter(text -> !text.isBlank() && text.length() <= MAX_TEXT);
  }
}
