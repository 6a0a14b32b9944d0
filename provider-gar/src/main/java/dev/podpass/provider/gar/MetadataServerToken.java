// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.provider.gar.AccessTokenPlan.AttachedServiceAccount;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudError;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks the metadata server for a token of the node's service account. Google's library would take
 * the server's address from the environment, and try others.
 *
 * @see <a
 *     href="https://cloud.google.com/compute/docs/access/authenticate-workloads#applications">access
 *     tokens from the metadata server</a>
 */
final class MetadataServerToken {
  private MetadataServerToken() {}

  static AccessToken get(AttachedServiceAccount node, GoogleCall call, Instant now) {
    HttpResponse response =
        Connections.current()
            .send(HttpRequest.of("GET", node.step().endpoint()).with("Metadata-Flavor", "Google"));
    if (response.status() != 200) {
      throw call.failure(node.step(), response);
    }
    // Whoever answers without it is not the metadata server, says Google's documentation.
    if (!response.header("Metadata-Flavor").equals(Optional.of("Google"))) {
      throw CloudError.unusable(node.step());
    }
    return call.of(node.step(), () -> read(CloudAnswer.of(response.body()), now));
  }

  private static AccessToken read(CloudAnswer answer, Instant now) {
    return new AccessToken(answer.secret("access_token"), answer.endOfLife("expires_in", now));
  }
}
