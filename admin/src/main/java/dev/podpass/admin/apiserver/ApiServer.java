// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import dev.podpass.spi.secret.Redaction;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A client of the Kubernetes API server.
 *
 * @param token empty if the connections have a client certificate
 */
public record ApiServer(URI server, Optional<Secret> token, Connections connections) {
  /** Characters of a message of the API server. */
  private static final int LONGEST = 400;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** With a pod's own token. */
  public ApiServer(PodCredentials pod, Connections connections) {
    this(pod.server(), Optional.of(pod.token()), connections);
  }

  /** Connects for some calls, which together may take no longer than ten seconds. */
  public static <T> T call(
      URI server,
      Optional<Secret> token,
      ConnectionSettings settings,
      Function<ApiServer, T> calls) {
    try (Watchdog watchdog = Watchdog.start(Deadline.of(LIMIT, Duration.ZERO), () -> {});
        RetryingConnections connections = RetryingConnections.open(settings, watchdog)) {
      return calls.apply(new ApiServer(server, token, connections));
    }
  }

  JsonNode get(String path) {
    return send(request("GET", path));
  }

  void patch(String path, JsonNode operations) {
    var _ =
        send(
            request("PATCH", path)
                .with("content-type", "application/json-patch+json")
                .with(operations.toString()));
  }

  public JsonNode create(String path, JsonNode object) {
    return send(
        request("POST", path).with("content-type", "application/json").with(object.toString()));
  }

  private HttpRequest request(String method, String path) {
    HttpRequest base =
        HttpRequest.of(method, URI.create(server + path)).with("accept", "application/json");
    return token.map(value -> base.with("authorization", "Bearer " + value.reveal())).orElse(base);
  }

  private JsonNode send(HttpRequest request) {
    HttpResponse response = connections.send(request);
    if (response.status() / 100 != 2) {
      throw new CredentialException(
          response.status() == 401 || response.status() == 403 ? Kind.DENIED : Kind.UNAVAILABLE,
          "%s answers HTTP %d".formatted(request.uri(), response.status()) + reason(response));
    }
    try {
      return StrictJson.object(response.body());
    } catch (MalformedJsonException e) {
      throw new CredentialException(Kind.UNAVAILABLE, request.uri() + " does not answer in JSON")
          .causedBy(e);
    }
  }

  /** The message of the Status object, such as that of an admission webhook. */
  private static String reason(HttpResponse response) {
    try {
      String message = StrictJson.object(response.body()).path("message").asText("");
      String line = Redaction.line(message);
      return line.isEmpty()
          ? ""
          : ": " + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
    } catch (MalformedJsonException _) {
      return "";
    }
  }
}
