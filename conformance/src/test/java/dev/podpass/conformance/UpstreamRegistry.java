// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Bytes;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** The content of the cluster's registry, which asks for no credentials itself. */
record UpstreamRegistry(HttpClient client) implements FakeHost {
  private static final URI ADDRESS = URI.create("http://127.0.0.1:5000");
  private static final List<String> PASSED_ON = List.of("Content-Type", "Docker-Content-Digest");

  @Override
  public Answer answer(ReceivedRequest request) {
    HttpRequest.Builder forwarded = HttpRequest.newBuilder(ADDRESS.resolve(request.target())).GET();
    request.headers().values("Accept").forEach(value -> forwarded.header("Accept", value));
    try {
      HttpResponse<byte[]> found =
          client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
      Answer answer = Answer.status(found.statusCode()).withBody(Bytes.of(found.body()));
      for (String name : PASSED_ON) {
        String value = found.headers().firstValue(name).orElse("");
        answer = value.isEmpty() ? answer : answer.with(name, value);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the registry was asked", e);
    }
  }
}
