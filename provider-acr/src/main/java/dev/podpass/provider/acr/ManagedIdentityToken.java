// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Form;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
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

  /** The token of the only identity of a node, or of the named one. */
  static Secret get(
      URI endpoint,
      AcrResource resource,
      Optional<ManagedIdentityId> identity,
      Connections connections) {
    Form any = new Form().with("api-version", "2018-02-01").with("resource", resource.text());
    Form query = identity.map(id -> any.with(id.parameter(), id.text())).orElse(any);
    HttpRequest request = HttpRequest.of("GET", query.queryOf(endpoint)).with("Metadata", "true");
    return CloudAnswer.of(connections.send(request, ManagedIdentityToken::isBeingUpdated))
        .secret("access_token");
  }

  /** Documented for updates of the service: it returns 404 or 410 for a while. */
  private static boolean isBeingUpdated(HttpResponse response) {
    return response.status() == 404 || response.status() == 410;
  }
}
