// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The cluster's API server, as its administrator sees it. */
final class ApiServer {
  private static final URI ADDRESS = URI.create("https://127.0.0.1:6443");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client;

  ApiServer(Path certificateAuthority) {
    this.client = HttpClient.newBuilder().sslContext(trusting(certificateAuthority)).build();
  }

  /** An object, or a list of them. */
  JsonNode get(String path) {
    return find(path).orElseThrow(() -> new IllegalStateException("not found: " + path));
  }

  /** An object, if it is there. */
  Optional<JsonNode> find(String path) {
    HttpResponse<String> found = send(request(path).GET());
    if (found.statusCode() == 404) {
      return Optional.empty();
    }
    requireSuccess(found);
    return Optional.of(read(found.body()));
  }

  /** Creates what a document in YAML describes, and returns the result. */
  JsonNode create(String path, String yaml) {
    HttpResponse<String> created =
        send(
            request(path)
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(yaml)));
    requireSuccess(created);
    return read(created.body());
  }

  /** Applies what a document in YAML describes, without a field that the API does not have. */
  JsonNode apply(String path, String yaml) {
    HttpResponse<String> applied =
        send(
            request(path + "?fieldManager=conformance&force=true&fieldValidation=Strict")
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(yaml)));
    requireSuccess(applied);
    return read(applied.body());
  }

  /** Replaces an object. */
  void replace(String path, String json) {
    requireSuccess(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))));
  }

  /** Deletes a pod, which may end in its own time. */
  void deleteGracefully(String path) {
    requireSuccess(send(request(path).DELETE()));
  }

  /** Deletes an object at once. */
  void delete(String path) {
    requireSuccess(send(request(path + "?gracePeriodSeconds=0").DELETE()));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(ADDRESS.resolve(path))
        .header("Authorization", "Bearer conformance");
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

  private static void requireSuccess(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(response.request() + ": " + response.body());
    }
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLContext trusting(Path certificateAuthority) {
    try (InputStream pem = Files.newInputStream(certificateAuthority)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no trust in " + certificateAuthority, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
