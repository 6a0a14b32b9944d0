// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.util.Optional;

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

  /** Calls the endpoint of the step, for the query's identity and resource. */
  static Secret get(ExchangeStep step, Form query, Connections connections, CloudCalls calls) {
    HttpRequest request =
        HttpRequest.of("GET", query.queryOf(step.endpoint())).with("Metadata", "true");
    return calls.call(
        step, () -> read(connections.send(request, ManagedIdentityToken::isBeingUpdated)));
  }

  /** The query for a token of the only identity of a node, or of the named one. */
  static Form query(AcrResource resource, Optional<ManagedIdentityId> identity) {
    Form query = new Form().with("api-version", "2018-02-01").with("resource", resource.text());
    return identity.map(id -> query.with(id.parameter(), id.text())).orElse(query);
  }

  private static Secret read(HttpResponse response) {
    if (response.status() != 200) {
      throw new ErrorResponseException(response);
    }
    return CloudAnswer.of(response.body()).secret("access_token");
  }

  /** Documented for updates of the service: it returns 404 or 410 for a while. */
  private static boolean isBeingUpdated(HttpResponse response) {
    return response.status() == 404 || response.status() == 410;
  }
}
