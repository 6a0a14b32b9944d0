// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ErrorFormat;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.JsonErrorReader;
import dev.podpass.spi.Pod;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;
import java.util.Set;

/**
 * The plan to request an access token from the cluster's identity binding endpoint with the pod's
 * token, and to exchange it at the registry.
 */
record AcrBindingPlan(
    AcrTarget target, Sourced<ClientId> client, IdentityBinding binding, UnverifiedClaims claims)
    implements ErrorFormat {
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Enough for a sentence; a longer text is not written for an operator. */
  private static final int MAX_TEXT = 2_000;

  static Exchange of(AcrTarget target, Sourced<ClientId> client, IdentityBinding binding, Pod pod) {
    AcrBindingPlan plan = new AcrBindingPlan(target, client, binding, pod.claims());
    return target
        .complete(
            Exchange.as("client", client.map(ClientId::text))
                .and("subject", pod.subject())
                .audiences(Set.of(target.cloud().tokenAudience())),
            binding.step())
        .errors(plan)
        .run(calls ->
            new LoginServer(target, calls)
                .credential(() ->
                    calls
                        .json(binding.step(), plan.request(calls.token()))
                        .secret("access_token")));
  }

  /** Azure's library takes the endpoint's address, name and CA from the environment of a pod. */
  private HttpRequest request(Secret token) {
    return new Form()
        .with("grant_type", "client_credentials")
        .with("client_assertion_type", ASSERTION_TYPE)
        .with("client_id", client.value().text())
        .with("scope", target.cloud().scope())
        .with("client_assertion", token)
        .postedTo(binding.endpoint())
        .to(binding.server());
  }

  @Override
  public Advice advise(CloudError error) {
    return AcrFailure.ofBinding(error, target, client, claims);
  }

  /**
   * The format of the endpoint's errors is not documented: a {@code Status} of the Kubernetes API,
   * an error of Entra ID that is passed on, and plain text are recognised; of anything else, the
   * status counts.
   */
  @Override
  public Optional<CloudError> read(ExchangeStep step, Throwable thrown) {
    return step.equals(binding.step())
        ? ErrorResponseException.in(thrown).map(response -> error(step, response))
        : AzureError.find(step, thrown);
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
