// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.Form;
import dev.podpass.testkit.net.ReceivedRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registry that takes an access token with each request, which it gives for user and password, as
 * Azure Container Registry does.
 *
 * @param registry what decides and stores
 * @param cloud what answers the exchange
 * @param logins the logins by their access tokens
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 */
record BearerRegistry(GuardedRegistry registry, FakeHost cloud, Map<String, Login> logins)
    implements FakeHost {
  BearerRegistry(GuardedRegistry registry, FakeHost cloud) {
    this(registry, cloud, new ConcurrentHashMap<>());
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    return switch (request.path()) {
      case "/oauth2/exchange" -> cloud.answer(request);
      case "/oauth2/token" -> login(request).map(this::token).orElseGet(() -> asking(request));
      default ->
          bearer(request)
              .map(login -> registry.answer(request, login))
              .orElseGet(() -> asking(request));
    };
  }

  private Optional<Login> bearer(ReceivedRequest request) {
    return request
        .header("Authorization")
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> logins.get(value.substring("Bearer ".length())));
  }

  /** In a form, as containerd sends it, or in the header. */
  private static Optional<Login> login(ReceivedRequest request) {
    if (!request.method().equals("POST")) {
      return GuardedRegistry.login(request);
    }
    Form form = Form.parse(request.body().text(), IllegalArgumentException::new);
    return form.get("password")
        .map(password -> new Login(form.get("username").orElse(""), password));
  }

  private Answer token(Login login) {
    String token = UUID.randomUUID().toString();
    logins.put(token, login);
    return Answer.json(200, "{\"access_token\":\"%s\"}".formatted(token));
  }

  private static Answer asking(ReceivedRequest request) {
    return GuardedRegistry.unauthorized(
        "Bearer realm=\"https://%1$s/oauth2/token\",service=\"%1$s\"".formatted(request.host()));
  }
}
