// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Requests an access token of the node's service account from the metadata server. Google's library
 * would read the server's address from the environment, and try other addresses.
 *
 * @see <a
 *     href="https://cloud.google.com/compute/docs/access/authenticate-workloads#applications">access
 *     tokens from the metadata server</a>
 */
final class MetadataServerToken {
  private MetadataServerToken() {}

  static AccessToken get(
      ExchangeStep step, Clock clock, Connections connections, CloudCalls calls) {
    HttpRequest request = HttpRequest.of("GET", step.endpoint()).with("Metadata-Flavor", "Google");
    return calls.call(step, () -> read(connections.send(request), clock.instant()));
  }

  private static AccessToken read(HttpResponse response, Instant now) {
    if (response.status() != 200) {
      throw new ErrorResponseException(response);
    }
    // Documented: a response without this header is not from the metadata server.
    if (!response.header("Metadata-Flavor").equals(Optional.of("Google"))) {
      throw new MalformedAnswerException("it has no Metadata-Flavor");
    }
    CloudAnswer answer = CloudAnswer.of(response.body());
    return new AccessToken(answer.secret("access_token"), answer.endOfLife("expires_in", now));
  }
}
