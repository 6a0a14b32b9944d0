// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.secrets.PlantedSecrets;
import dev.podpass.testkit.secrets.RandomText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** An instance's metadata service (IMDSv2 alone), for the credentials of the instance's role. */
final class MetadataService implements FakeHost {
  private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials/";
  private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";
  private static final Pattern TTL_SECONDS = Pattern.compile("[1-9]\\d{0,4}");
  private static final int MAX_TTL = 21600;
  private static final Duration SESSION = Duration.ofHours(6);
  private static final String INSTANCE = "i-0123456789abcdef0";
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final Sessions sessions;
  private final PlantedSecrets planted;
  private final Clock clock;
  private volatile Optional<Role> role = Optional.empty();

  MetadataService(Sessions sessions, PlantedSecrets planted, Clock clock) {
    this.sessions = sessions;
    this.planted = planted;
    this.clock = clock;
  }

  void instanceRole(Optional<Role> attached) {
    role = attached;
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    if (request.headers().has("X-Forwarded-For")) {
      return Answer.status(403); // As the real one: a request that was forwarded gets no token.
    }
    if (request.target().equals("/latest/api/token")) {
      return request.method().equals("PUT") ? token(request) : Answer.status(405);
    }
    if (!isAuthorized(request)) {
      return Answer.status(401);
    }
    return request.method().equals("GET") ? credentials(request.target()) : Answer.status(405);
  }

  private Answer token(ReceivedRequest request) {
    String ttl = request.header(TTL).orElse("");
    if (!TTL_SECONDS.matcher(ttl).matches() || Integer.parseInt(ttl) > MAX_TTL) {
      return Answer.status(400);
    }
    String token = planted.plant(RandomText.base64(40));
    tokens.put(token, clock.instant().plusSeconds(Integer.parseInt(ttl)));
    return Answer.of(200, "text/plain", token).with(TTL, ttl);
  }

  private boolean isAuthorized(ReceivedRequest request) {
    Instant expiry = tokens.get(request.header("X-aws-ec2-metadata-token").orElse(""));
    return expiry != null && clock.instant().isBefore(expiry);
  }

  private Answer credentials(String target) {
    if (role.isEmpty()) {
      return Answer.status(404);
    }
    String name = role.get().name().name();
    if (target.equals(CREDENTIALS)) {
      return Answer.of(200, "text/plain", name);
    }
    return target.equals(CREDENTIALS + name)
        ? Answer.json(200, json(newSession(role.get())))
        : Answer.status(404);
  }

  private Session newSession(Role attached) {
    Instant expiry = clock.instant().plus(SESSION).truncatedTo(ChronoUnit.SECONDS);
    return sessions.add(
        new Session(sessions.newKeys(), attached, INSTANCE, Optional.empty(), expiry));
  }

  private String json(Session session) {
    return JSON.createObjectNode()
        .put("Code", "Success")
        .put("LastUpdated", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("Type", "AWS-HMAC")
        .put("AccessKeyId", session.keys().accessKeyId())
        .put("SecretAccessKey", session.keys().secretAccessKey())
        .put("Token", session.keys().sessionToken())
        .put("Expiration", session.expiry().toString())
        .toPrettyString();
  }
}
