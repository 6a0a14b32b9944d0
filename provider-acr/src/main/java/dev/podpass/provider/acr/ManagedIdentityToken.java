// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;

/**
 * Requests a token of the node's managed identity from the instance metadata service. Azure's
 * library would read the service's address, and the choice of another service, from the
 * environment.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">managed
 *     identities on a virtual machine</a>
 */
final class ManagedIdentityToken {
  private ManagedIdentityToken() {}

  /** The token of the only identity of a node, or of the named one. */
  static Secret get(AcrNodePlan plan, Connections connections, CloudCalls calls) {
    Form any =
        new Form()
            .with("api-version", "2018-02-01")
            .with("resource", plan.target().resource().text());
    Form query =
        plan.managed()
            .map(Sourced::value)
            .map(id -> any.with(id.parameter(), id.text()))
            .orElse(any);
    ExchangeStep step = plan.step();
    HttpRequest request =
        HttpRequest.of("GET", query.queryOf(step.endpoint())).with("Metadata", "true");
    return calls.call(
        step,
        () ->
            CloudAnswer.of(connections.send(request, ManagedIdentityToken::isBeingUpdated))
                .secret("access_token"));
  }

  /** Documented for updates of the service: it returns 404 or 410 for a while. */
  private static boolean isBeingUpdated(HttpResponse response) {
    return response.status() == 404 || response.status() == 410;
  }
}
