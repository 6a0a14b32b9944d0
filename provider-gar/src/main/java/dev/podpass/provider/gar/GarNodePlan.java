// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * The plan to get an access token for the node's attached service account from the metadata server.
 * Google's library would read the server's address from the environment, and try other addresses.
 *
 * @see <a
 *     href="https://cloud.google.com/compute/docs/access/authenticate-workloads#applications">access
 *     tokens from the metadata server</a>
 */
final class GarNodePlan {
  private GarNodePlan() {}

  static Exchange of(URI endpoint) {
    ExchangeStep step =
        new ExchangeStep(
            "instance metadata",
            endpoint.resolve("/computeMetadata/v1/instance/service-accounts/default/token"));
    HttpRequest request = HttpRequest.of("GET", step.endpoint()).with("Metadata-Flavor", "Google");
    return Exchange.asNode("service account")
        .access("the scopes of the node")
        .call(step)
        .errors(GarFailure.errors(GarFailure::metadata))
        .run(calls ->
            calls.read(step, () -> request, answer -> read(answer, calls.now())).credential());
  }

  private static AccessToken read(HttpResponse response, Instant now) {
    CloudAnswer answer = CloudAnswer.of(response);
    // Documented: a response without this header is not from the metadata server.
    if (!response.header("Metadata-Flavor").equals(Optional.of("Google"))) {
      throw new MalformedAnswerException("it has no Metadata-Flavor");
    }
    return new AccessToken(answer.secret("access_token"), answer.endOfLife("expires_in", now));
  }
}
