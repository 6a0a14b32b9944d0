// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plan to request an access token from the cluster's identity binding endpoint with the pod's
 * token, and to exchange it at the registry.
 */
record AcrBindingPlan(
    AcrTarget target, Sourced<ClientId> client, IdentityBinding binding, String subject)
    implements PodTokenPlan {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Enough for a sentence; a longer text is not written for an operator. */
  private static final int MAX_TEXT = 2_000;

  @Override
  public PlanDescription description() {
    return target.describe(
        List.of(
            new Part("client", client.map(ClientId::text)),
            new Part("subject", new Sourced<>(subject, "the token"))),
        Set.of(target.cloud().tokenAudience()),
        binding.step());
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(
            (step, thrown) ->
                step.equals(binding.step()) ? error(step, thrown) : AzureError.find(step, thrown),
            error -> AcrFailure.ofBinding(error, target, client, token.claims()));
    return new LoginServer(target, calls, connections)
        .credential(() ->
            calls.call(
                binding.step(),
                () -> CloudAnswer.of(connections.send(request(token))).secret("access_token")));
  }

  /** Azure's library takes the endpoint's address, name and CA from the environment of a pod. */
  private HttpRequest request(ValidatedToken token) {
    return new Form()
        .with("grant_type", "client_credentials")
        .with("client_assertion_type", ASSERTION_TYPE)
        .with("client_id", client.value().text())
        .with("scope", target.cloud().scope())
        .with("client_assertion", token.value().reveal())
        .postedTo(binding.endpoint())
        .to(binding.server());
  }

  /**
   * The error in a response that the call has thrown. Its format is not documented: a {@code
   * Status} of the Kubernetes API, an error of Entra ID that is passed on, and plain text are
   * recognised; of anything else, the status counts.
   */
  private static Optional<CloudError> error(ExchangeStep step, Throwable thrown) {
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
