// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import dev.podpass.spi.secret.Redaction;
import java.net.URI;

/** A client of the Kubernetes API server with a pod's own token and CA certificates. */
public record ApiServer(PodCredentials pod, Connections connections) {
  /** Characters of a message of the API server. */
  private static final int LONGEST = 400;

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

  private HttpRequest request(String method, String path) {
    return HttpRequest.of(method, URI.create(pod.server() + path))
        .with("accept", "application/json")
        .with("authorization", "Bearer " + pod.token().reveal());
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
