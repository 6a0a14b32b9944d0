// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.JsonBody;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import dev.podpass.testkit.oidc.PublishedIssuer;
import dev.podpass.testkit.oidc.SignatureVerdict;
import dev.podpass.testkit.oidc.TokenLife;
import dev.podpass.testkit.secrets.PlantedSecrets;
import dev.podpass.testkit.secrets.RandomText;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An OpenBao server with the JWT auth method at {@code jwt}: one issuer, roles, and secrets that
 * the policy of every role lets be read at {@code secret/data/pull/NAMESPACE/SERVICEACCOUNT} and
 * below {@code shared/}. The answers are those of OpenBao 2.7.2, recorded.
 */
public final class FakeVault implements FakeHost {
  private static final int TOKEN_BYTES = 100;
  private static final String INLINE = "X-Vault-Inline-Auth-";
  private static final String DENIED = "1 error occurred:\n\t* permission denied\n\n";

  private final Clock clock;
  private final PlantedSecrets planted;
  private final Logins logins;
  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final Map<String, Stored> secrets = new ConcurrentHashMap<>();
  private final Map<String, String> sessions = new ConcurrentHashMap<>();
  private volatile String namespace = "";

  FakeVault(Clock clock, PlantedSecrets planted) {
    this.clock = clock;
    this.planted = planted;
    this.logins = new Logins(clock, planted);
  }

  private record Role(PublishedIssuer issuer, String subjects, String audience, long life) {}

  private record Stored(Engine engine, String body) {}

  /** How a secret is kept, and so how it is answered. */
  public enum Engine {
    /** KV version 1, which states a life and has no lease. */
    KV1,
    /** KV version 2. */
    KV2,
    /** KV version 2, whose version is deleted. */
    DELETED,
    /** A secret with a lease of an hour. */
    LEASED
  }

  /** Lets tokens of subjects, which may end in a star, log in for some seconds. */
  public void role(String name, Federation bound, long life) {
    roles.put(name, new Role(bound.issuer(), bound.subject(), bound.audience(), life));
  }

  /** Stores a login with a new password as {@code username} and {@code password}. */
  public IssuedLogin store(String path, Engine engine, String username) {
    IssuedLogin login = logins.issue("vault", path, username);
    ObjectNode body =
        ExchangeHost.json().put("password", login.password()).put("username", username);
    return store(path, engine, body, login);
  }

  /** Stores a login with a new password as a {@code .dockerconfigjson} for a registry. */
  public IssuedLogin storeDockerConfig(String path, String registry, String username) {
    IssuedLogin login = logins.issue("vault", path, username);
    String pair = username + ":" + login.password();
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    ObjectNode config = ExchangeHost.json();
    config.putObject("auths").putObject(registry).put("auth", planted.plant(auth));
    return store(
        path, Engine.KV2, ExchangeHost.json().put(".dockerconfigjson", config.toString()), login);
  }

  private IssuedLogin store(String path, Engine engine, ObjectNode body, IssuedLogin login) {
    secrets.put(path, new Stored(engine, body.toString()));
    return login;
  }

  /** Moves everything to a namespace. */
  public void moveTo(String other) {
    namespace = other;
  }

  /** The logins that are stored, oldest first. */
  public List<IssuedLogin> logins() {
    return logins.all();
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    boolean inline = request.header(INLINE + "Path").isPresent();
    try {
      require(request.header("X-Vault-Request").equals(Optional.of("true")), 412, "no header");
      require(
          request.header("X-Vault-Namespace").orElse("").equals(namespace),
          404,
          "namespace not found");
      return request.path().startsWith("/v1/auth/") ? login(request) : read(request, inline);
    } catch (Refusal refusal) {
      ObjectNode errors = ExchangeHost.json();
      var texts = errors.putArray("errors");
      if (!refusal.getMessage().isEmpty()) {
        texts.add(refusal.getMessage());
      }
      Answer answer = Answer.json(refusal.status(), errors.toString());
      return inline && refusal.code().equals("login")
          ? answer.with(INLINE + "Failed", "true")
          : answer;
    }
  }

  private Answer login(ReceivedRequest request) {
    require(request.path().equals("/v1/auth/jwt/login"), 403, "permission denied");
    Requests.require(request, "POST", request.path());
    Map<String, String> fields = Requests.json(request, Set.of("role", "jwt"));
    Role role = role(fields.getOrDefault("role", ""));
    String subject = subject(role, fields.getOrDefault("jwt", ""), clock.instant());
    String token = planted.plant("b." + RandomText.base64Url(TOKEN_BYTES));
    sessions.put(token, subject);
    ObjectNode answer = envelope("", 0);
    answer.putNull("data");
    answer
        .putObject("auth")
        .put("client_token", token)
        .put("accessor", "")
        .put("lease_duration", role.life())
        .put("renewable", false)
        .put("token_type", "batch");
    return Answer.json(200, answer.toString());
  }

  private static ObjectNode envelope(String lease, long seconds) {
    return ExchangeHost.json()
        .put("request_id", "b886aec7-728f-6956-d261-e71c58235513")
        .put("lease_id", lease)
        .put("renewable", false)
        .put("lease_duration", seconds);
  }

  private Role role(String name) {
    Role role = roles.get(name);
    if (role == null) {
      throw new Refusal(400, "login", "role \"" + name + "\" could not be found");
    }
    return role;
  }

  /** The subject of a token that a role takes. */
  private static String subject(Role role, String token, Instant now) {
    JWTClaimsSet claims;
    SignatureVerdict verdict;
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      claims = jwt.getJWTClaimsSet();
      verdict = role.issuer().judge(jwt);
    } catch (ParseException e) {
      throw refusal(400, "error validating token: malformed");
    }
    String invalid = "error validating token: ";
    login(
        verdict == SignatureVerdict.VALID,
        invalid
            + "error verifying token signature: no known key successfully validated the token"
            + " signature");
    login(role.issuer().url().equals(claims.getIssuer()), invalid + "invalid issuer (iss) claim");
    login(
        TokenLife.isCurrent(claims, now),
        invalid + "invalid expiration time (exp) claim: token is expired");
    login(
        claims.getAudience().contains(role.audience()),
        invalid
            + "invalid audience (aud) claim: audience claim does not match any expected audience");
    String subject = claims.getSubject();
    login(
        role.subjects().endsWith("*")
            ? subject.startsWith(role.subjects().replace("*", ""))
            : subject.equals(role.subjects()),
        "error validating claims: claim \"sub\" does not match any associated bound claim values");
    return subject;
  }

  private Answer read(ReceivedRequest request, boolean inline) {
    Requests.require(request, "GET", request.path());
    String subject = inline ? inlined(request) : session(request);
    String path = request.path().substring("/v1/".length());
    String[] account = subject.split(":", -1);
    String own = "secret/data/pull/" + account[2] + "/" + account[3];
    require(path.equals(own) || path.startsWith("shared/"), 403, DENIED);
    Stored stored = secrets.get(path);
    if (stored == null) {
      throw refusal(404, "");
    }
    ObjectNode body = JsonBody.object(stored.body(), IllegalStateException::new);
    return switch (stored.engine()) {
      case KV1 -> Answer.json(200, envelope("", 2_764_800).set("data", body).toString());
      case LEASED -> Answer.json(200, envelope(path + "/aBcD", 3600).set("data", body).toString());
      case KV2 -> versioned(200, body);
      case DELETED -> versioned(404, JsonNodeFactory.instance.nullNode());
    };
  }

  private static Answer versioned(int status, JsonNode body) {
    ObjectNode answer = envelope("", 0);
    ObjectNode data = answer.putObject("data");
    data.set("data", body);
    data.putObject("metadata").put("version", 1).put("destroyed", false);
    return Answer.json(status, answer.toString());
  }

  private String session(ReceivedRequest request) {
    String subject = sessions.get(request.header("X-Vault-Token").orElse(""));
    if (subject == null) {
      throw refusal(403, DENIED);
    }
    return subject;
  }

  private String inlined(ReceivedRequest request) {
    login(
        request.header(INLINE + "Path").equals(Optional.of("auth/jwt/login")), "permission denied");
    return subject(
        role(parameter(request, "1", "role")), parameter(request, "2", "jwt"), clock.instant());
  }

  private String parameter(ReceivedRequest request, String number, String key) {
    String encoded = request.header(INLINE + "Parameter-" + number).orElse("");
    byte[] decoded = Base64.getUrlDecoder().decode(encoded);
    ObjectNode parameter =
        JsonBody.object(
            new String(decoded, StandardCharsets.UTF_8),
            () -> refusal(400, "invalid inline parameter"));
    require(parameter.path("key").asText().equals(key), 400, "invalid inline parameter");
    if (key.equals("jwt")) {
      planted.plant(encoded);
    }
    return parameter.path("value").asText();
  }

  private static void login(boolean good, String otherwise) {
    if (!good) {
      throw new Refusal(otherwise.equals("permission denied") ? 403 : 400, "login", otherwise);
    }
  }

  private static void require(boolean good, int status, String otherwise) {
    if (!good) {
      throw refusal(status, otherwise);
    }
  }

  private static Refusal refusal(int status, String message) {
    return new Refusal(status, "", message);
  }
}
