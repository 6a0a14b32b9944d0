// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.pki.TrustedAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;

/** The cluster's API server, as its administrator sees it, or another. */
final class ApiServer {
  private static final URI ADDRESS = URI.create("https://127.0.0.1:6443");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client;
  private final String token;

  ApiServer(Path certificateAuthority) {
    this(
        HttpClient.newBuilder().sslContext(TrustedAuthority.context(certificateAuthority)).build(),
        "conformance");
  }

  private ApiServer(HttpClient client, String token) {
    this.client = client;
    this.token = token;
  }

  /** The same as another sees it. */
  ApiServer as(String otherToken) {
    return new ApiServer(client, otherToken);
  }

  /** An object, or a list of them. */
  JsonNode get(String path) {
    return find(path).orElseThrow(() -> new IllegalStateException("not found: " + path));
  }

  /** An object, if it is there. */
  Optional<JsonNode> find(String path) {
    HttpResponse<String> found = send(request(path).GET());
    return found.statusCode() == 404 ? Optional.empty() : Optional.of(content(found));
  }

  /** Creates what a document in YAML describes, and returns the result. */
  JsonNode create(String path, String yaml) {
    return write("POST", path, "application/yaml", yaml);
  }

  /** What it says to an object that it refuses to create; nothing if it takes the object. */
  String refusal(String path, String yaml) {
    try {
      create(path, yaml);
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Applies what a document in YAML describes, without a field that the API does not have. */
  JsonNode apply(String path, String yaml) {
    String query = "?fieldManager=conformance&force=true&fieldValidation=Strict";
    return write("PATCH", path + query, "application/apply-patch+yaml", yaml);
  }

  /** Replaces an object. */
  JsonNode replace(String path, String json) {
    return write("PUT", path, "application/json", json);
  }

  private JsonNode write(String method, String path, String type, String body) {
    HttpRequest.BodyPublisher bytes = HttpRequest.BodyPublishers.ofString(body);
    return content(send(request(path).header("Content-Type", type).method(method, bytes)));
  }

  /** Deletes a pod, which may end in its own time. */
  void deleteGracefully(String path) {
    var _ = content(send(request(path).DELETE()));
  }

  /** Deletes an object at once. */
  void delete(String path) {
    var _ = content(send(request(path + "?gracePeriodSeconds=0").DELETE()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(ADDRESS.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the API server was asked", e);
    }
  }

  private static JsonNode content(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(response.request() + ": " + response.body());
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
