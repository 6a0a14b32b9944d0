// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.TokenlessPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plan to get an access token for the node's attached service account from the metadata server.
 * Google's library would read the server's address from the environment, and try other addresses.
 *
 * @see <a
 *     href="https://cloud.google.com/compute/docs/access/authenticate-workloads#applications">access
 *     tokens from the metadata server</a>
 */
record GarNodePlan(RegistryHost registry, URI endpoint, Clock clock) implements TokenlessPlan {
  @Override
  public PlanDescription description() {
    Part account = new Part("service account", new Sourced<>("of the node", "policy"));
    return PlanDescription.of(
        new Identity(registry, "the scopes of the node", List.of(account)),
        Set.of(),
        List.of(step()));
  }

  ExchangeStep step() {
    return new ExchangeStep(
        "instance metadata",
        endpoint.resolve("/computeMetadata/v1/instance/service-accounts/default/token"));
  }

  @Override
  public CredentialAnswer exchange(Connections connections) {
    CloudCalls calls = new CloudCalls(GarFailure.READER, GarFailure::ofNode);
    HttpRequest request =
        HttpRequest.of("GET", step().endpoint()).with("Metadata-Flavor", "Google");
    return calls.call(step(), () -> read(connections.send(request))).credential();
  }

  private AccessToken read(HttpResponse response) {
    CloudAnswer answer = CloudAnswer.of(response);
    // Documented: a response without this header is not from the metadata server.
    if (!response.header("Metadata-Flavor").equals(Optional.of("Google"))) {
      throw new MalformedAnswerException("it has no Metadata-Flavor");
    }
    return new AccessToken(
        answer.secret("access_token"), answer.endOfLife("expires_in", clock.instant()));
  }
}
