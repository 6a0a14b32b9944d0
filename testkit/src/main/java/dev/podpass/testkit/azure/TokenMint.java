// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.util.Base64URL;
import dev.podpass.testkit.net.JsonBody;
import dev.podpass.testkit.secrets.PlantedSecrets;
import dev.podpass.testkit.secrets.RandomText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Makes JWTs. Their signatures are random: the fakes look tokens up by their value, and other
 * programs cannot verify them.
 */
final class TokenMint {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HEADER = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"testkit\"}";

  private static final int SIGNATURE_BYTES = 256;

  private final PlantedSecrets planted;
  private final Clock clock;

  TokenMint(PlantedSecrets planted, Clock clock) {
    this.planted = planted;
    this.clock = clock;
  }

  /** The claims of a token that is valid from now on, for so long. */
  ObjectNode claims(Duration life) {
    Instant now = clock.instant();
    return JSON.createObjectNode()
        .put("jti", UUID.randomUUID().toString())
        .put("iat", now.getEpochSecond())
        .put("nbf", now.getEpochSecond())
        .put("exp", now.plus(life).getEpochSecond());
  }

  /** When a token of such a life expires; a JWT knows whole seconds. */
  Instant expiry(Duration life) {
    return clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
  }

  /** The token, which is planted as a secret, and its signature alone as well. */
  String mint(ObjectNode claims) {
    String signature = planted.plant(RandomText.base64Url(SIGNATURE_BYTES));
    return planted.plant(
        Base64URL.encode(HEADER) + "." + Base64URL.encode(claims.toString()) + "." + signature);
  }

  /** The token with changed claims, and its signature as before. */
  static String changed(String token, Consumer<ObjectNode> change) {
    String[] parts = token.split("\\.", -1);
    String claims = JsonBody.changed(new Base64URL(parts[1]).decodeToString(), "jti", change);
    return parts[0] + "." + Base64URL.encode(claims) + "." + parts[2];
  }
}
