// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.Calls;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Credential;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The exchange of a pod's token for a secret.
 *
 * @param role the role to log in with
 * @param secret the path of the secret
 * @param login the login, at the auth method's path
 * @param read the read, at the secret's path
 */
record VaultPlan(
    ProviderSettings settings,
    Sourced<String> role,
    String secret,
    ExchangeStep login,
    ExchangeStep read) {
  /** A shorter lease could not be cached, so each pull would create a user. */
  private static final Duration SHORTEST_LEASE = Duration.ofMinutes(5);

  private static final String CORRECT_FIELDS =
      "correct --vault-secret, or set --vault-fields to the fields that it has";

  static VaultPlan of(Pod pod, ProviderSettings settings, Sourced<String> role) {
    String api =
        settings.require(VaultOptions.ID, VaultOptions.URL).value().toString().replaceAll("/+$", "")
            + "/v1/";
    String secret =
        settings
            .require(VaultOptions.ID, VaultOptions.SECRET)
            .value()
            .of(
                pod.workload().namespace(),
                pod.workload().serviceAccount().name(),
                Map.of("registry", pod.image().registry().toString()));
    return new VaultPlan(
        settings,
        role,
        secret,
        new ExchangeStep("login", URI.create(api + loginPath(settings))),
        new ExchangeStep("read of the secret", URI.create(api + secret)));
  }

  /** Whether the read logs in by itself. */
  boolean inline() {
    return settings.get(VaultOptions.INLINE);
  }

  private static String loginPath(ProviderSettings settings) {
    return "auth/" + settings.get(VaultOptions.MOUNT) + "/login";
  }

  Exchange exchange(Pod pod) {
    RegistryHost registry = pod.image().registry();
    StoredSecret stored =
        new StoredSecret(
            settings.get(VaultOptions.FIELDS),
            settings.findValue(VaultOptions.USERNAME),
            settings.get(VaultOptions.LIFETIME));
    Exchange exchange = Exchange.as("role", role).and("subject", pod.subject());
    exchange = inline() ? exchange.parameter("inline login", login) : exchange.call(login);
    return exchange
        .call(read)
        .parameter("namespace", settings.findValue(VaultOptions.NAMESPACE).orElse("none"))
        .parameter("fields", String.join(",", stored.fields()))
        .parameter("username", stored.username().orElse("of the secret"))
        .parameter("lifetime", stored.lifetime())
        .parameter("registry", registry)
        .errors(
            new VaultErrors(
                login,
                role.value(),
                pod.subject().value(),
                VaultOptions.audience(settings),
                secret,
                inline()))
        .run(calls ->
            inline()
                ? read(calls, inlined(calls.token()), stored, registry, Optional.empty())
                : afterLogin(calls, stored, registry));
  }

  private Credential afterLogin(Calls calls, StoredSecret stored, RegistryHost registry) {
    CloudAnswer auth =
        calls
            .json(
                login,
                request("POST", login).json(Map.of("role", role.value(), "jwt", calls.token())))
            .object("auth");
    return read(
        calls,
        request("GET", read).with("X-Vault-Token", auth.secret("client_token")),
        stored,
        registry,
        auth.endOfLife("lease_duration", calls.now()));
  }

  private HttpRequest inlined(Secret token) {
    return request("GET", read)
        .with("X-Vault-Inline-Auth-Path", loginPath(settings))
        .with("X-Vault-Inline-Auth-Parameter-1", parameter("role", role.value()))
        .with("X-Vault-Inline-Auth-Parameter-2", Secret.of(parameter("jwt", token.reveal())));
  }

  /** Role and token need no escape in JSON. */
  private static String parameter(String key, String value) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString("{\"key\":\"%s\",\"value\":\"%s\"}".formatted(key, value).getBytes(UTF_8));
  }

  private HttpRequest request(String method, ExchangeStep step) {
    HttpRequest request =
        HttpRequest.of(method, step.endpoint())
            .with("Accept", "application/json")
            // Agents and proxies of the server may require it.
            .with("X-Vault-Request", "true");
    return settings
        .findValue(VaultOptions.NAMESPACE)
        .map(namespace -> request.with("X-Vault-Namespace", namespace))
        .orElse(request);
  }

  private Credential read(
      Calls calls,
      HttpRequest request,
      StoredSecret stored,
      RegistryHost registry,
      Optional<Instant> endOfLogin) {
    // Each read of a dynamic secret creates a user; KV version 2 has data in its paths.
    boolean isStored = secret.contains("/data/");
    return calls.read(
        read,
        () -> isStored ? request : request.once(),
        response -> {
          CloudAnswer answer = CloudAnswer.of(response);
          Optional<Instant> end = endOfLease(answer, endOfLogin, calls.now());
          try {
            return stored.credential(secret(answer), registry, end);
          } catch (MalformedAnswerException e) {
            throw e.advising(CORRECT_FIELDS);
          }
        });
  }

  /** In KV version 2, a version with its metadata; otherwise the secret itself. */
  private static CloudAnswer secret(CloudAnswer answer) {
    CloudAnswer data = answer.object("data");
    return data.hasObject("data") && data.hasObject("metadata") ? data.object("data") : data;
  }

  /** A lease ends with its login. KV version 1 states a life without a lease, which means none. */
  private static Optional<Instant> endOfLease(
      CloudAnswer answer, Optional<Instant> endOfLogin, Instant now) {
    if (!answer.has("lease_id") || answer.text("lease_id").isEmpty()) {
      return Optional.empty();
    }
    Instant end =
        Stream.of(answer.endOfLife("lease_duration", now), endOfLogin)
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
            .orElse(now);
    if (end.isBefore(now.plus(SHORTEST_LEASE))) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the secret has a lease that ends in %d seconds, with its login or before"
              .formatted(Duration.between(now, end).toSeconds()),
          "give the role a token_ttl, and the secret a lease, of 15 minutes or more");
    }
    return Optional.of(end);
  }
}
