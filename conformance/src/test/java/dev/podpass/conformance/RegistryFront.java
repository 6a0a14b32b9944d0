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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
  private final Admission admission;

  RegistryFront(URI upstream, Admission admission) {
    this.upstream = upstream;
    this.admission = admission;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    Matcher content = CONTENT.matcher(request.path());
    if (!content.matches()) {
      return unauthorized(request);
    }
    return request
        .header("Authorization")
        .filter(value -> value.startsWith("Basic "))
        .map(value -> answer(request, value.substring(6), content.group("repository")))
        .orElseGet(() -> unauthorized(request));
  }

  private Answer answer(ReceivedRequest request, String credentials, String repository) {
    String[] login =
        new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8).split(":", 2);
    return login.length == 2 && admission.admits(login[0], login[1], repository)
        ? fetch(request)
        : denied();
  }

  private static Answer unauthorized(ReceivedRequest request) {
    return error(401, "UNAUTHORIZED", "authentication required")
        .with("WWW-Authenticate", "Basic realm=\"https://" + request.host() + "/\"");
  }

  private static Answer denied() {
    return error(403, "DENIED", "not authorized to pull this repository");
  }

  private static Answer error(int status, String code, String message) {
    String body = "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message);
    return Answer.json(status, body).with("Docker-Distribution-Api-Version", "registry/2.0");
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
