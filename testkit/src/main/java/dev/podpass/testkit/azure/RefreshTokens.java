// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The registries' refresh tokens. */
final class RefreshTokens {
  private static final Duration LIFE = Duration.ofHours(3);

  private final Issued<RefreshToken> issued = new Issued<>();
  private final TokenMint mint;

  RefreshTokens(TokenMint mint) {
    this.mint = mint;
  }

  /**
   * Issues a token with the claims that <a
   * href="https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md">ACR's documentation</a> shows.
   */
  RefreshToken issue(String registry, Identity identity) {
    var claims =
        mint.claims(LIFE)
            .put("sub", identity.clientId())
            .put("iss", "Azure Container Registry")
            .put("aud", registry)
            .put("version", "1.0")
            .put("grant_type", "refresh_token")
            .put("tenant", identity.tenant());
    claims.putObject("permissions").putArray("actions").add("read");
    claims.putArray("roles");
    String value = mint.mint(claims);
    return issued.add(value, new RefreshToken(value, registry, identity, mint.expiry(LIFE)));
  }

  Optional<RefreshToken> find(String value) {
    return issued.find(value);
  }

  List<RefreshToken> all() {
    return issued.all();
  }
}
