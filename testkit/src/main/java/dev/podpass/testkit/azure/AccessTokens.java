// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Entra's access tokens, got from its token endpoint or through a node's metadata service. */
final class AccessTokens {
  private final Issued<AccessToken> issued = new Issued<>();
  private final TokenMint mint;
  private final Clock clock;
  private volatile Duration life = Duration.ofSeconds(3599);

  AccessTokens(TokenMint mint, Clock clock) {
    this.mint = mint;
    this.clock = clock;
  }

  void live(Duration duration) {
    life = duration;
  }

  Duration life() {
    return life;
  }

  /** Issues a token with the claims of Entra's tokens of version 1.0. */
  AccessToken issue(Identity identity, String audience) {
    Duration lasting = life;
    String value =
        mint.mint(
            mint.claims(lasting)
                .put("aud", audience)
                .put("iss", "https://sts.windows.net/" + identity.tenant() + "/")
                .put("appid", identity.clientId())
                .put("appidacr", "2")
                .put("idtyp", "app")
                .put("tid", identity.tenant())
                .put("ver", "1.0"));
    return issued.add(value, new AccessToken(value, identity, audience, mint.expiry(lasting)));
  }

  /** The token of that value, if it was issued here and has not expired. */
  Optional<AccessToken> valid(String value) {
    return issued.find(value).filter(token -> clock.instant().isBefore(token.expiry()));
  }

  List<AccessToken> all() {
    return issued.all();
  }
}
