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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry that shows its images to those alone whom the cloud admits. */
final class RegistryFront implements FakeHost {
  private static final Pattern CONTENT =
      Pattern.compile("/v2/(?<repository>.+)/(manifests|blobs)/[^/]+");
  private static final List<String> PASSED_ON = List.of("Content-Type", "Docker-Content-Digest");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI upstream;
  private final Gate gate;

  RegistryFront(URI upstream, Gate gate) {
    this.upstream = upstream;
    this.gate = gate;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    Matcher content = CONTENT.matcher(request.path());
    return content.matches()
        ? gate.refusal(request, content.group("repository")).orElseGet(() -> fetch(request))
        : gate.answer(request);
  }

  private Answer fetch(ReceivedRequest request) {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(upstream.resolve(request.target())).GET();
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
