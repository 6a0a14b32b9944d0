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

/**
 * The content of a registry on this machine that asks for no credentials.
 *
 * @param address where it listens
 */
record UpstreamRegistry(URI address, HttpClient client) implements FakeHost {
  private static final List<String> ASKED = List.of("Accept", "Content-Type", "Content-Range");
  private static final List<String> ANSWERED =
      List.of("Content-Type", "Docker-Content-Digest", "Location", "Range");

  @Override
  public Answer answer(ReceivedRequest request) {
    // What answers HEAD here needs the content, whose length it says.
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    byte[] body = request.body().toArray();
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(address.resolve(request.target()))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : ASKED) {
      request.headers().values(name).forEach(value -> forwarded.header(name, value));
    }
    try {
      HttpResponse<byte[]> found =
          client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
      Answer answer = Answer.status(found.statusCode()).withBody(Bytes.of(found.body()));
      for (String name : ANSWERED) {
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
