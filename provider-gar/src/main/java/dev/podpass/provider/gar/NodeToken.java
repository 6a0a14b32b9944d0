// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.http.Connections;
import dev.podpass.http.HttpRequest;
import dev.podpass.http.HttpResponse;
import dev.podpass.json.MalformedJsonException;
import dev.podpass.json.StrictJson;
import dev.podpass.provider.gar.AccessTokenPlan.NodeAccount;
import dev.podpass.secret.Secret;
import dev.podpass.spi.CloudError;
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
final class NodeToken {
  private NodeToken() {}

  static AccessToken get(NodeAccount node, GoogleCall call) {
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
    return read(response.body()).orElseThrow(() -> CloudError.unusable(node.step()));
  }

  private static Optional<AccessToken> read(byte[] body) {
    try {
      ObjectNode document = StrictJson.object(body);
      String value = document.path("access_token").asText("");
      long seconds = document.path("expires_in").asLong();
      return value.isBlank()
          ? Optional.empty()
          : Optional.of(
              new AccessToken(
                  Secret.of(value),
                  seconds > 0
                      ? Optional.of(Instant.now().plusSeconds(seconds))
                      : Optional.empty()));
    } catch (MalformedJsonException _) {
      return Optional.empty();
    }
  }
}
