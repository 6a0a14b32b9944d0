// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.exchange;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.util.Base64URL;
import dev.podpass.testkit.secrets.PlantedSecrets;
import dev.podpass.testkit.secrets.RandomText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The logins of all registries. Passwords are JWTs whose signatures are random. */
final class Logins {
  static final JsonMapper JSON = new JsonMapper();

  private static final String HEADER = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"testkit\"}";
  private static final int SIGNATURE_BYTES = 256;

  private final Clock clock;
  private final PlantedSecrets planted;
  private final List<IssuedLogin> issued = new CopyOnWriteArrayList<>();
  private volatile Duration life = Duration.ofHours(1);

  Logins(Clock clock, PlantedSecrets planted) {
    this.clock = clock;
    this.planted = planted;
  }

  Clock clock() {
    return clock;
  }

  Duration life() {
    return life;
  }

  void live(Duration duration) {
    life = duration;
  }

  List<IssuedLogin> all() {
    return List.copyOf(issued);
  }

  /** Issues one for as long as logins live now. */
  IssuedLogin issue(String host, String identity, String username) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiry = now.plus(life);
    ObjectNode claims =
        JSON.createObjectNode()
            .put("iss", host)
            .put("aud", host)
            .put("sub", identity)
            .put("iat", now.getEpochSecond())
            .put("nbf", now.getEpochSecond())
            .put("exp", expiry.getEpochSecond());
    String signature = planted.plant(RandomText.base64Url(SIGNATURE_BYTES));
    String password =
        planted.plant(
            Base64URL.encode(HEADER) + "." + Base64URL.encode(claims.toString()) + "." + signature);
    IssuedLogin login = new IssuedLogin(host, identity, username, password, expiry);
    issued.add(login);
    return login;
  }
}
