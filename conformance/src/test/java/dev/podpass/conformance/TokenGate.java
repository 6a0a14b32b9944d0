// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Takes an access token for each repository, which it gives for user and password, as Azure
 * Container Registry does.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 */
final class TokenGate implements Gate {
  private final Admission admission;
  private final FakeHost cloud;
  private final Map<String, String> repositories = new ConcurrentHashMap<>();

  /**
   * A gate without tokens yet.
   *
   * @param cloud who answers what is not of the registry itself, such as the exchange
   */
  TokenGate(Admission admission, FakeHost cloud) {
    this.admission = admission;
    this.cloud = cloud;
  }

  @Override
  public Optional<Answer> refusal(ReceivedRequest request, String repository) {
    boolean passes =
        request
            .header("Authorization")
            .filter(value -> value.startsWith("Bearer "))
            .map(value -> repositories.get(value.substring("Bearer ".length())))
            .filter(repository::equals)
            .isPresent();
    String host = request.host();
    return passes
        ? Optional.empty()
        : Optional.of(
            Gate.unauthorized(
                "Bearer realm=\"https://%s/oauth2/token\",service=\"%s\",scope=\"repository:%s:pull\""
                    .formatted(host, host, repository)));
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    return request.path().equals("/oauth2/token") ? token(request) : cloud.answer(request);
  }

  private Answer token(ReceivedRequest request) {
    boolean posted = request.method().equals("POST");
    Map<String, String> form = parse(posted ? request.body().text() : request.query().orElse(""));
    Optional<Login> login =
        posted
            ? Optional.of(
                new Login(form.getOrDefault("username", ""), form.getOrDefault("password", "")))
            : Login.of(request);
    String repository = form.getOrDefault("scope", "").replaceFirst("^repository:(.*):pull$", "$1");
    return login.filter(l -> admission.admits(l.user(), l.password(), repository)).isPresent()
        ? Answer.json(200, "{\"access_token\":\"%s\"}".formatted(issue(repository)))
        : Gate.unauthorized("Basic realm=\"https://" + request.host() + "/\"");
  }

  private String issue(String repository) {
    String token = UUID.randomUUID().toString();
    repositories.put(token, repository);
    return token;
  }

  private static Map<String, String> parse(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(field -> field.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (first, _) -> first));
  }
}
